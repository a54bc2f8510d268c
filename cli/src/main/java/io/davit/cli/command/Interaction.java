package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.Request;
import io.davit.cli.terminal.Signals;
import io.davit.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/// The user at one end of a hijacked connection, a process at the other: keys and bytes go one way,
/// output the other, until the output ends or the user detaches (Ctrl-P Ctrl-Q at a terminal).
final class Interaction {
  private static final int CTRL_P = 0x10;
  private static final int CTRL_Q = 0x11;

  private final Call call;
  private final Answer answer;
  private final boolean tty;
  private final AtomicBoolean detached = new AtomicBoolean();

  /// @param tty whether the process has a terminal: then bytes are raw and keys go through as they
  ///   are; otherwise the output is Docker's framed mix of stdout and stderr
  Interaction(Call call, Answer answer, boolean tty) {
    this.call = call;
    this.answer = answer;
    this.tty = tty;
  }

  /// @param input whether the standard input is passed on
  /// @param resized the path that takes a terminal's size: `/exec/ID/resize`
  /// @return whether the user detached
  boolean run(boolean input, EngineClient engine, String resized) throws IOException {
    if (!tty || !call.around().terminal().inputIsTerminal()) {
      pump(input);
      return detached.get();
    }
    try (Terminal.Raw _ = call.around().terminal().raw();
        Signals.Handle _ = call.around().signals().on("WINCH", _ -> resize(engine, resized))) {
      resize(engine, resized);
      pump(input);
    }
    return detached.get();
  }

  private void resize(EngineClient engine, String path) {
    Terminal.Size size = call.around().terminal().size();
    try {
      engine.run(
          Request.post(path)
              .query("h", String.valueOf(size.rows()))
              .query("w", String.valueOf(size.columns())));
    } catch (IOException | EngineRefused e) {
      // The process ended meanwhile; its size no longer matters.
    }
  }

  private void pump(boolean input) throws IOException {
    if (input) {
      // The thread may block in a read of the keyboard for ever, so nobody waits for it.
      Thread.ofPlatform().daemon().name("stdin").start(this::sendInput);
    }
    try {
      RawStream.print(answer.body(), tty, call.out(), call.err());
    } catch (IOException e) {
      if (!detached.get()) {
        throw e;
      }
    }
  }

  private void sendInput() {
    InputStream source = call.around().in();
    OutputStream target = answer.output();
    byte[] buffer = new byte[8192];
    boolean pendingCtrlP = false;
    try {
      for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
        if (!tty) {
          target.write(buffer, 0, count);
          continue;
        }
        for (int i = 0; i < count; i++) {
          if (pendingCtrlP && buffer[i] == CTRL_Q) {
            detached.set(true);
            answer.close();
            return;
          }
          if (pendingCtrlP) {
            target.write(CTRL_P);
          }
          pendingCtrlP = buffer[i] == CTRL_P;
          if (!pendingCtrlP) {
            int end = i;
            while (end < count && buffer[end] != CTRL_P) {
              end++;
            }
            target.write(buffer, i, end - i);
            i = end - 1;
          }
        }
      }
      answer.closeOutput();
    } catch (IOException e) {
      // The process no longer reads, or is gone: its output and its exit code tell the rest.
    }
  }
}

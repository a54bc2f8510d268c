package io.davit.runtime.supervise;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.event.EventLoop;
import io.davit.kernel.event.Pipes;
import io.davit.kernel.process.Pidfd;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.RunningProcess;
import io.davit.runtime.log.LogActivity;
import io.davit.runtime.log.LogWriter;
import io.davit.runtime.stream.InputPipe;
import io.davit.runtime.stream.Listeners;
import io.davit.runtime.stream.OutputPump;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// A watched process. Its life happens on the event loop's thread:
///
/// ```
/// first process ends → its streams are drained → the keeper is told so → the keeper ends → done
/// ```
///
/// A keeper that ends too early was killed; its container, which nobody would watch any more, is
/// killed too.
final class SupervisedProcess implements RunningProcess {
  private static final int SIGKILL = 9;

  /// @param terminal its master, for its size
  /// @param outputs already open, not yet read
  record Parts(
      Pidfd keeper,
      Pidfd first,
      Instant startedAt,
      Optional<InputPipe> input,
      Optional<Fd> terminal,
      List<OutputPump> outputs,
      Optional<LogWriter> log,
      LogActivity activity,
      Listeners listeners) {}

  private final EventLoop loop;
  private final Parts parts;
  private final Function<OptionalInt, ExitStatus> statusOf;
  private final Runnable forget;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private final List<EventLoop.Registration> registrations = new ArrayList<>();
  private final Object terminalUse = new Object();
  private boolean terminalClosed;
  private OptionalInt keeperCode = OptionalInt.empty();
  private boolean drained;
  private boolean keeperEnded;
  private boolean finished;
  private Optional<ExitStatus> status = Optional.empty();

  /// @param statusOf makes its status of the keeper's exit code, which only its parent learns
  /// @param forget is called before the end is announced
  SupervisedProcess(
      EventLoop loop, Parts parts, Function<OptionalInt, ExitStatus> statusOf, Runnable forget) {
    this.loop = loop;
    this.parts = parts;
    this.statusOf = statusOf;
    this.forget = forget;
  }

  /// Begins to read and to watch.
  void begin() {
    loop.execute(
        () -> {
          try {
            for (OutputPump pump : parts.outputs()) {
              pump.start();
            }
            watch(parts.first(), this::firstEnded);
            watch(parts.keeper(), this::keeperEnded);
          } catch (ErrnoException e) {
            throw new IllegalStateException("cannot watch pid " + pid(), e);
          }
        });
  }

  Pidfd first() {
    return parts.first();
  }

  Pidfd keeper() {
    return parts.keeper();
  }

  LogActivity activity() {
    return parts.activity();
  }

  @Override
  public int pid() {
    return parts.first().pid();
  }

  @Override
  public Instant startedAt() {
    return parts.startedAt();
  }

  @Override
  public CompletableFuture<ExitStatus> exit() {
    return exit.copy();
  }

  @Override
  public void write(byte[] data) {
    parts.input().ifPresent(input -> input.write(data));
  }

  @Override
  public void closeInput() {
    if (parts.terminal().isPresent()) {
      byte endOfTransmission = 4;
      write(new byte[] {endOfTransmission});
      return;
    }
    parts.input().ifPresent(InputPipe::close);
    loop.execute(
        () -> {
          if (!drained) {
            signal(parts.keeper(), KeeperRows.CLOSE_INPUT_SIGNAL);
          }
        });
  }

  @Override
  public void resize(int rows, int columns) {
    synchronized (terminalUse) {
      if (!terminalClosed && parts.terminal().isPresent()) {
        try {
          Pipes.resize(parts.terminal().orElseThrow(), rows, columns);
        } catch (ErrnoException e) {
          throw StartFailure.of("cannot resize the terminal", e);
        }
      }
    }
  }

  @Override
  public AutoCloseable attach(OutputListener listener) {
    if (!parts.listeners().add(listener)) {
      loop.execute(() -> listener.end(status.orElse(null)));
    }
    return () -> parts.listeners().remove(listener);
  }

  /// Lets go of it without touching it: nothing is announced, nothing stays open.
  void release() {
    if (!finished) {
      finished = true;
      registrations.forEach(EventLoop.Registration::close);
      closeAll();
      parts.activity().end();
      parts.listeners().release();
    }
  }

  private void watch(Pidfd process, Runnable ended) throws ErrnoException {
    EventLoop.Registration[] own = new EventLoop.Registration[1];
    own[0] =
        loop.register(
            process.fd(),
            EventLoop.READABLE,
            _ -> {
              own[0].close();
              ended.run();
            });
    registrations.add(own[0]);
  }

  private void firstEnded() {
    drain(0);
  }

  private void drain(int next) {
    if (next < parts.outputs().size()) {
      parts.outputs().get(next).drain(() -> drain(next + 1));
      return;
    }
    drained = true;
    signal(parts.keeper(), KeeperRows.DRAINED_SIGNAL);
    finishWhenOver();
  }

  private void keeperEnded() {
    try {
      keeperCode = parts.keeper().reap();
    } catch (ErrnoException e) {
      // ECHILD: an earlier engine was its parent.
      keeperCode = OptionalInt.empty();
    }
    keeperEnded = true;
    if (!drained) {
      signal(parts.first(), SIGKILL);
    }
    finishWhenOver();
  }

  private static void signal(Pidfd process, int signal) {
    try {
      process.signal(signal);
    } catch (ErrnoException e) {
      throw new IllegalStateException("cannot signal pid " + process.pid(), e);
    }
  }

  private void finishWhenOver() {
    if (finished || !drained || !keeperEnded) {
      return;
    }
    finished = true;
    ExitStatus found = statusOf.apply(keeperCode);
    status = Optional.of(found);
    closeAll();
    parts.activity().end();
    forget.run();
    parts.listeners().end(found);
    Thread.ofVirtual().name("exit").start(() -> exit.complete(found));
  }

  private void closeAll() {
    parts.outputs().forEach(OutputPump::close);
    parts.log().ifPresent(LogWriter::close);
    parts.input().ifPresent(InputPipe::close);
    synchronized (terminalUse) {
      terminalClosed = true;
      parts.terminal().ifPresent(Fd::close);
    }
    parts.first().close();
    parts.keeper().close();
  }
}

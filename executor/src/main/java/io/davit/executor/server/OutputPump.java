package io.davit.executor.server;

import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.Stream;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Carries a process's output to one client, from the thread that serves all streams to the one
/// that may block.
final class OutputPump implements OutputListener {
  /// A client that reads slower than the process writes is cut off here: the engine's memory is not
  /// its buffer. The container's log has it all.
  private static final long MAX_WAITING_BYTES = 64L << 20;

  private final LinkedBlockingQueue<Piece> queue = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final boolean framed;
  private final boolean stdout;
  private final boolean stderr;

  private sealed interface Piece {
    record Bytes(Stream stream, io.vertx.core.buffer.Buffer data) implements Piece {}

    record End() implements Piece {}
  }

  /// @param framed whether each piece gets Docker's header; a terminal's output has none
  OutputPump(boolean framed, boolean stdout, boolean stderr) {
    this.framed = framed;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  @Override
  public void output(Stream stream, byte[] data) {
    boolean wanted =
        switch (stream) {
          case OUT -> stdout;
          case ERR -> stderr;
        };
    if (!wanted) {
      return;
    }
    if (waiting.addAndGet(data.length) > MAX_WAITING_BYTES) {
      queue.add(new Piece.End());
      return;
    }
    queue.add(new Piece.Bytes(stream, io.vertx.core.buffer.Buffer.buffer(data)));
  }

  @Override
  public void end(@Nullable ExitStatus status) {
    finish();
  }

  /// Ends the stream after what has arrived.
  void finish() {
    queue.add(new Piece.End());
  }

  /// Writes until the end; blocks while the client is slow.
  void run(AnswerStream out) throws IOException, InterruptedException {
    while (queue.take() instanceof Piece.Bytes(Stream stream, var data)) {
      byte[] bytes = data.getBytes();
      out.write(framed ? StdCopy.frame(StdCopy.type(stream), bytes) : bytes);
      waiting.addAndGet(-bytes.length);
    }
  }
}

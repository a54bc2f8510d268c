package io.davit.executor.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Bytes to a client as a blocking stream: a write waits while the client is slow. Each write is
/// sent at once. Safe for concurrent use: writes do not mix.
final class AnswerStream extends OutputStream {
  private static final int WINDOW_BYTES = 1 << 18;

  private final WriteStream<Buffer> target;
  private final Runnable ending;
  private final Semaphore window = new Semaphore(WINDOW_BYTES);
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean gone;
  private Runnable onGone = () -> {};

  AnswerStream(WriteStream<Buffer> target, Runnable ending) {
    this.target = target;
    this.ending = ending;
  }

  /// Called once, when the client goes away before the end; at once when it is gone already.
  void onGone(Runnable action) {
    synchronized (this) {
      if (!gone) {
        onGone = action;
        return;
      }
    }
    action.run();
  }

  /// The client went away: writers are woken and fail.
  void markGone() {
    Runnable action;
    synchronized (this) {
      if (gone) {
        return;
      }
      gone = true;
      action = ended.get() ? () -> {} : onGone;
    }
    window.release(WINDOW_BYTES);
    action.run();
  }

  boolean isGone() {
    return gone;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b});
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int count = Math.min(length - done, WINDOW_BYTES / 2);
      send(Buffer.buffer(count).appendBytes(data, offset + done, count), count);
      done += count;
    }
  }

  private void send(Buffer buffer, int bytes) throws IOException {
    try {
      window.acquire(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (gone) {
      throw new IOException("the client went away");
    }
    target
        .write(buffer)
        .onComplete(
            written -> {
              window.release(bytes);
              if (written.failed()) {
                markGone();
              }
            });
  }

  /// Ends the answer; safe to call twice.
  @Override
  public void close() {
    if (!ended.getAndSet(true)) {
      ending.run();
    }
  }
}

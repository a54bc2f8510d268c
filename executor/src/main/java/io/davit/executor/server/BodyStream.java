package io.davit.executor.server;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.LinkedBlockingQueue;

/// Bytes from a client as a blocking stream. The client is held back while more than a few buffers
/// wait.
final class BodyStream extends InputStream {
  private static final int BUFFERS = 8;

  private final LinkedBlockingQueue<Piece> queue = new LinkedBlockingQueue<>();
  private final Context context;
  private final ReadStream<Buffer> source;
  private byte[] current = new byte[0];
  private int position;

  /// To be called on the event loop, with the source paused; `start` lets it flow.
  BodyStream(Context context, ReadStream<Buffer> source) {
    this.context = context;
    this.source = source;
    source.handler(
        buffer -> {
          if (buffer.length() > 0) {
            queue.add(new Piece.Bytes(buffer));
          }
        });
    source.exceptionHandler(_ -> queue.add(new Piece.Broken()));
    source.endHandler(_ -> queue.add(new Piece.End()));
  }

  void start() {
    context.runOnContext(_ -> source.fetch(BUFFERS));
  }

  /// Lets the rest come and go unread: a client that still sends reads no answer before its end.
  void discard() {
    context.runOnContext(
        _ -> {
          source.handler(_ -> {});
          source.resume();
        });
  }

  /// Ends the stream after what has arrived.
  void end() {
    queue.add(new Piece.End());
  }

  /// Ends the stream with an error: the client went away.
  void fail() {
    queue.add(new Piece.Broken());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == current.length && !next()) {
      return -1;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    return count;
  }

  /// What has arrived, at least one byte; empty at the end.
  byte[] readChunk() throws IOException {
    if (position == current.length && !next()) {
      return new byte[0];
    }
    byte[] chunk = java.util.Arrays.copyOfRange(current, position, current.length);
    position = current.length;
    return chunk;
  }

  private boolean next() throws IOException {
    Piece taken;
    try {
      taken = queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    switch (taken) {
      case Piece.End end -> {
        queue.add(end);
        return false;
      }
      case Piece.Broken broken -> {
        queue.add(broken);
        throw new IOException("the client went away");
      }
      case Piece.Bytes(Buffer bytes) -> current = bytes.getBytes();
    }
    position = 0;
    context.runOnContext(_ -> source.fetch(1));
    return true;
  }

  private sealed interface Piece {
    record Bytes(Buffer bytes) implements Piece {}

    record End() implements Piece {}

    record Broken() implements Piece {}
  }
}

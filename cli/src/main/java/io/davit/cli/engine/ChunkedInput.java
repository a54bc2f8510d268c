package io.davit.cli.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Decodes a body of `Transfer-Encoding: chunked` (RFC 9112 section 7.1). Trailers are dropped. A
/// connection that ends before the last chunk is an error: the answer is not whole.
final class ChunkedInput extends InputStream {
  private static final int LINE_END_BYTES = 2;

  private final InputStream source;
  private long remaining;
  private boolean first = true;
  private boolean ended;

  ChunkedInput(InputStream source) {
    this.source = source;
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
    if (remaining == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = source.read(target, offset, (int) Math.min(length, remaining));
    if (count < 0) {
      throw cutOff();
    }
    remaining -= count;
    return count;
  }

  /// What can be read without waiting: of this chunk, or a byte when another one has begun behind
  /// this one's line end.
  @Override
  public int available() throws IOException {
    int buffered = source.available();
    if (remaining > 0 || ended) {
      return (int) Math.min(buffered, remaining);
    }
    return buffered > LINE_END_BYTES ? 1 : 0;
  }

  private static EOFException cutOff() {
    return new EOFException("the engine ended in the middle of its answer");
  }

  private void nextChunk() throws IOException {
    if (!first) {
      HeaderLines.readLine(source);
    }
    first = false;
    String line = HeaderLines.readLine(source);
    int end = line.indexOf(';');
    String size = (end < 0 ? line : line.substring(0, end)).trim();
    try {
      remaining = Long.parseLong(size, 16);
    } catch (NumberFormatException e) {
      if (size.isEmpty()) {
        throw cutOff();
      }
      throw new IOException("the engine's answer has a chunk of size \"" + size + "\"", e);
    }
    if (remaining == 0) {
      String trailer = HeaderLines.readLine(source);
      while (!trailer.isEmpty()) {
        trailer = HeaderLines.readLine(source);
      }
      ended = true;
    }
  }
}

package io.davit.cli.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The next bytes of a stream, as many as `Content-Length` says; fewer are an error.
final class BoundedInput extends InputStream {
  private final InputStream source;
  private long remaining;

  BoundedInput(InputStream source, long length) {
    this.source = source;
    this.remaining = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int count = source.read(target, offset, (int) Math.min(length, remaining));
    if (count < 0) {
      throw new EOFException("the engine's answer ended in the middle");
    }
    remaining -= count;
    return count;
  }
}

package io.davit.image;

import io.davit.image.tree.Limits;
import io.davit.registry.Digests;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// Digests and counts what passes through, and stops at a limit.
final class MeasuredStream extends FilterInputStream {
  private final MessageDigest digest = Digests.sha256();
  private final long limit;
  private long count;

  MeasuredStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  long count() {
    return count;
  }

  /// Reads what is left, and gives the digest of everything.
  String finish() throws IOException {
    byte[] buffer = new byte[64 * 1024];
    while (read(buffer, 0, buffer.length) >= 0) {
      // The digest is all that is wanted.
    }
    return Digests.finish(digest);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int size = read(one, 0, 1);
    return size < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int size = in.read(buffer, offset, length);
    if (size > 0) {
      digest.update(buffer, offset, size);
      count += size;
      if (count > limit) {
        throw Limits.exceeded("bytes once it is decompressed", limit);
      }
    }
    return size;
  }

  @Override
  public long skip(long wanted) throws IOException {
    byte[] buffer = new byte[(int) Math.min(64 * 1024, Math.max(1, wanted))];
    return Math.max(0, read(buffer, 0, (int) Math.min(buffer.length, wanted)));
  }

  /// Never 0 before the end: GZIPInputStream asks this to know whether another member follows.
  @Override
  public int available() {
    return 1;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}

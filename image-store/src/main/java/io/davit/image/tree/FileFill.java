package io.davit.image.tree;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.OpenFile;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/// Fills a new file with its content; runs of zeros become holes.
final class FileFill {
  /// A hole smaller than this saves nothing and costs a system call.
  private static final int HOLE_BYTES = 64 * 1024;

  private static final byte[] ZEROS = new byte[HOLE_BYTES];

  private final OpenFile io;
  private final byte[] buffer = new byte[OpenFile.BUFFER_BYTES];

  FileFill(OpenFile io) {
    this.io = io;
  }

  void fill(Fd fd, Content content, long sizeBytes) throws IOException, ErrnoException {
    long written = 0;
    boolean endsInHole = false;
    while (written < sizeBytes) {
      int size = content.read(buffer);
      if (size == 0) {
        throw new EOFException("a file is shorter than was said");
      }
      for (int at = 0; at < size; ) {
        int length = Math.min(HOLE_BYTES, size - at);
        endsInHole =
            length == HOLE_BYTES && Arrays.equals(buffer, at, at + length, ZEROS, 0, HOLE_BYTES);
        if (endsInHole) {
          OpenFile.skip(fd, length);
        } else {
          io.write(fd, buffer, at, length);
        }
        at += length;
      }
      written += size;
    }
    if (endsInHole) {
      OpenFile.truncate(fd, written);
    }
  }
}

package io.davit.image.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/// The content of one entry as it lies in the archive: segments that follow each other, holes
/// between them, padding after the last.
final class StoredContent {
  static final StoredContent NONE = new StoredContent(new SparseMap(List.of(), 0), 0);

  private final SparseMap map;
  private final long storedBytes;
  private long position;
  private long consumed;
  private int segment;

  StoredContent(SparseMap map, long storedBytes) {
    this.map = map;
    this.storedBytes = storedBytes;
  }

  /// @return 0 at the end
  int read(InputStream in, byte[] buffer) throws IOException {
    long left = map.sizeBytes() - position;
    if (left == 0) {
      return 0;
    }
    int size;
    if (segment == map.segments().size()) {
      size = hole(buffer, left);
    } else if (position < map.segments().get(segment).offset()) {
      size = hole(buffer, map.segments().get(segment).offset() - position);
    } else {
      long end = map.segments().get(segment).end();
      size = in.read(buffer, 0, (int) Math.min(buffer.length, end - position));
      if (size < 0) {
        throw new EOFException("the archive ends within a file");
      }
      consumed += size;
      if (position + size == end) {
        segment++;
      }
    }
    position += size;
    return size;
  }

  void skipRest(InputStream in) throws IOException {
    in.skipNBytes(storedBytes - consumed + padding(storedBytes));
    consumed = storedBytes;
  }

  static long padding(long size) {
    return -size & (TarBlock.BYTES - 1);
  }

  private static int hole(byte[] buffer, long length) {
    int size = (int) Math.min(buffer.length, length);
    Arrays.fill(buffer, 0, size, (byte) 0);
    return size;
  }
}

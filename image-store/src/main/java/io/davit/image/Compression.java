package io.davit.image;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/// Opens a stream that may be compressed with gzip or zstd: its first bytes tell, whatever a media
/// type says.
final class Compression {
  private static final int BUFFER = 64 * 1024;
  private static final int MAGIC = 4;

  private Compression() {}

  static InputStream open(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
    in.mark(MAGIC);
    byte[] magic = in.readNBytes(MAGIC);
    in.reset();
    if (startsWith(magic, 0x1f, 0x8b)) {
      return new GZIPInputStream(new NeverIdle(in), BUFFER);
    }
    if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(magic)) {
      return new ZstdInputStreamNoFinalizer(in);
    }
    return in;
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /// RFC 8878 §3.1.2: 0x184D2A50 to 0x184D2A5F, little-endian.
  private static boolean isSkippableFrame(byte[] bytes) {
    return bytes.length == MAGIC
        && (bytes[0] & 0xf0) == 0x50
        && bytes[1] == 0x2a
        && bytes[2] == 0x4d
        && bytes[3] == 0x18;
  }

  /// GZIPInputStream looks for another member only when bytes are available at once; of a socket
  /// that says nothing.
  private static final class NeverIdle extends FilterInputStream {
    NeverIdle(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 1;
    }
  }
}

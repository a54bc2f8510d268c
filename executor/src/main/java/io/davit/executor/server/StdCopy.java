package io.davit.executor.server;

import io.davit.runtime.ContainerRuntime.Stream;
import java.nio.ByteBuffer;

/// Docker's frames of multiplexed output: `[type][0,0,0][length, big-endian][payload]` (moby:
/// api/pkg/stdcopy).
final class StdCopy {
  static final int STDOUT = 1;
  static final int STDERR = 2;
  private static final int HEADER = 8;
  private static final int LENGTH_AT = 4;

  private StdCopy() {}

  static int type(Stream stream) {
    return switch (stream) {
      case OUT -> STDOUT;
      case ERR -> STDERR;
    };
  }

  static byte[] frame(int type, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(HEADER + payload.length);
    frame.put(0, (byte) type);
    frame.putInt(LENGTH_AT, payload.length);
    frame.put(HEADER, payload);
    return frame.array();
  }
}

package io.davit.kernel.keeper;

import io.davit.kernel.program.Datum;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// One message of a program to whoever spawned it. On the wire: two little-endian 64-bit numbers,
/// kind and tag in the first one, the value in the second; then the bytes of [Bytes].
public sealed interface Report {
  /// A row failed, and its process ended.
  record Failed(int row, int errno) implements Report {}

  /// A row reported a number.
  record Value(int tag, long value) implements Report {}

  /// A row wrote bytes to the report's descriptor, with [#bytesTag] and their number before them.
  record Bytes(int tag, Datum.Blob content) implements Report {}

  /// Added to the row's index by the interpreter.
  long FAILED = 1L << 32;

  /// The first number of a report of bytes.
  static long bytesTag(int tag) {
    return 2L << 32 | tag;
  }

  /// All messages of what was read until the end.
  ///
  /// @throws IllegalArgumentException when it ends within a message
  static List<Report> parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Report> reports = new ArrayList<>();
    while (in.hasRemaining()) {
      if (in.remaining() < 16) {
        throw new IllegalArgumentException("a report of %d bytes".formatted(bytes.length));
      }
      long kind = in.getLong();
      long value = in.getLong();
      reports.add(
          switch ((int) (kind >>> 32)) {
            case 0 -> new Value((int) kind, value);
            case 1 -> new Failed((int) kind, (int) value);
            default -> {
              byte[] content = new byte[(int) Math.min(value, in.remaining())];
              in.get(content);
              yield new Bytes((int) kind, new Datum.Blob(content));
            }
          });
    }
    return reports;
  }
}

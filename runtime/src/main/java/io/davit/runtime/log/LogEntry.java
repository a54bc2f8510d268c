package io.davit.runtime.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One entry of a segment's index, 16 bytes, little-endian: u64 time, u32 end, u32 kind.
///
/// @param timeNanos since 1970; never smaller than the entry's before
/// @param end where its bytes end in the raw file; they start where the entry before ends
record LogEntry(long timeNanos, long end, Kind kind) {
  static final int SIZE = 16;

  /// What an entry's bytes are.
  enum Kind {
    OUT(0),
    ERR(1),
    /// No bytes: a process starts, and what was printed before is complete.
    START(2),
    /// No bytes, at a segment's beginning: the segment before ends within a line of stdout.
    WITHIN_OUT(3),
    /// The same of stderr.
    WITHIN_ERR(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return START;
    }
  }

  static LogEntry read(ByteBuffer index) {
    long time = index.getLong();
    long end = Integer.toUnsignedLong(index.getInt());
    return new LogEntry(time, end, Kind.of(index.getInt()));
  }

  byte[] bytes() {
    return ByteBuffer.allocate(SIZE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(timeNanos)
        .putInt((int) end)
        .putInt(kind.code)
        .array();
  }
}

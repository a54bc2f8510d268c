package io.davit.runtime.log;

import io.davit.runtime.ContainerRuntime.Stream;
import java.nio.charset.StandardCharsets;

/// One line of a log. Equality is identity.
public final class LogLine {
  private final long timeNanos;
  private final Stream stream;
  private final byte[] bytes;

  /// @param bytes belongs to the line from now on
  public LogLine(long timeNanos, Stream stream, byte[] bytes) {
    this.timeNanos = timeNanos;
    this.stream = stream;
    this.bytes = bytes;
  }

  /// Nanoseconds since 1970, when its end was printed.
  public long timeNanos() {
    return timeNanos;
  }

  public Stream stream() {
    return stream;
  }

  /// As it was printed, with its line feed; without, it is a part of at most [LogReader#PART] bytes
  /// of a longer line, or the end of the log. The array is the reader's: do not change it.
  public byte[] bytes() {
    return bytes;
  }

  /// Without the line feed.
  public String text() {
    int length = bytes.length;
    boolean ended = length > 0 && bytes[length - 1] == '\n';
    return new String(bytes, 0, ended ? length - 1 : length, StandardCharsets.UTF_8);
  }
}

package io.davit.runtime.log;

import io.davit.runtime.ContainerRuntime.Stream;
import java.util.Arrays;

/// Makes lines of one stream's bytes.
final class LineSplitter {
  private final Stream stream;
  private byte[] pending = new byte[256];
  private int length;
  private long lastNanos;
  private boolean skipping;

  /// Whether the line that goes on has been given in parts so far.
  private boolean parted;

  LineSplitter(Stream stream) {
    this.stream = stream;
  }

  /// What comes first may be the end of a line: it is left out.
  void skipFirst() {
    skipping = true;
  }

  /// What comes next does not follow what came last: the rest of a line is left out; one that was
  /// given in part ends here.
  boolean cut(LogReader.Sink sink) throws InterruptedException {
    length = 0;
    skipping = false;
    return !parted || emit(new byte[] {'\n'}, 0, 1, sink);
  }

  /// @return false when no more are wanted
  boolean add(long timeNanos, byte[] data, int from, int to, LogReader.Sink sink)
      throws InterruptedException {
    lastNanos = timeNanos;
    int start = skipping ? afterFirst(data, from, to) : from;
    for (int i = start; i < to; i++) {
      boolean full = length + (i + 1 - start) == LogReader.PART;
      if (data[i] == '\n' || full) {
        if (!emit(data, start, i + 1, sink)) {
          return false;
        }
        start = i + 1;
      }
    }
    append(data, start, to);
    return true;
  }

  /// What was printed is complete: a rest without a line feed is a line.
  ///
  /// @param timeNanos when it became complete
  boolean flush(long timeNanos, LogReader.Sink sink) throws InterruptedException {
    skipping = false;
    lastNanos = timeNanos;
    return length == 0 || emit(pending, 0, 0, sink);
  }

  private int afterFirst(byte[] data, int from, int to) {
    for (int i = from; i < to; i++) {
      if (data[i] == '\n') {
        skipping = false;
        return i + 1;
      }
    }
    return to;
  }

  private boolean emit(byte[] data, int from, int to, LogReader.Sink sink)
      throws InterruptedException {
    byte[] line;
    if (length == 0) {
      line = Arrays.copyOfRange(data, from, to);
    } else {
      line = Arrays.copyOf(pending, length + to - from);
      System.arraycopy(data, from, line, length, to - from);
      length = 0;
    }
    parted = line.length == LogReader.PART && line[line.length - 1] != '\n';
    return sink.line(new LogLine(lastNanos, stream, line));
  }

  private void append(byte[] data, int from, int to) {
    int needed = length + to - from;
    if (needed > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(needed, pending.length * 2));
    }
    System.arraycopy(data, from, pending, length, to - from);
    length = needed;
  }
}

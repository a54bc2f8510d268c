package io.davit.runtime.log;

import io.davit.kernel.ErrnoException;
import io.davit.runtime.ContainerRuntime.Stream;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Follows a segment's entries, and knows which streams are within a line where they end: the next
/// segment says so, for a reader that begins with it.
final class OpenLines {
  private final Set<Stream> before = EnumSet.noneOf(Stream.class);
  private final Map<Stream, Long> ends = new EnumMap<>(Stream.class);
  private long end;

  /// One byte of the segment's raw file.
  interface ByteAt {
    byte at(long position) throws ErrnoException;
  }

  void add(LogEntry entry) {
    switch (entry.kind()) {
      case OUT -> grow(Stream.OUT, entry.end());
      case ERR -> grow(Stream.ERR, entry.end());
      case START -> {
        before.clear();
        ends.clear();
      }
      case WITHIN_OUT -> before.add(Stream.OUT);
      case WITHIN_ERR -> before.add(Stream.ERR);
    }
    end = entry.end();
  }

  private void grow(Stream stream, long newEnd) {
    if (newEnd > end) {
      ends.put(stream, newEnd);
    }
  }

  Set<Stream> streams(ByteAt raw) throws ErrnoException {
    Set<Stream> within = EnumSet.copyOf(before);
    for (Map.Entry<Stream, Long> last : ends.entrySet()) {
      if (raw.at(last.getValue() - 1) == '\n') {
        within.remove(last.getKey());
      } else {
        within.add(last.getKey());
      }
    }
    return within;
  }
}

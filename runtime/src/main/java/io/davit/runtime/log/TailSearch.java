package io.davit.runtime.log;

import io.davit.runtime.ContainerRuntime.Stream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Goes back through a log until enough lines lie ahead, and until each stream has a line end with
/// that many line ends behind it: what starts there is whole, and so is all that counts.
final class TailSearch {
  private static final int ENTRIES_AT_ONCE = 1024;

  private final long lines;
  private final Set<Stream> open;
  private final Set<Stream> streams;
  private long seen;
  private long entry;
  private long position;

  TailSearch(long lines, Set<Stream> streams) {
    this.lines = lines;
    this.streams = streams;
    this.open = EnumSet.allOf(Stream.class);
    open.retainAll(streams);
  }

  /// Where to start in the segment that was searched last.
  long entry() {
    return entry;
  }

  long position() {
    return position;
  }

  /// Goes back through one segment.
  ///
  /// @return whether a start was found in it
  boolean back(SegmentReader reader) throws IOException, InterruptedException {
    entry = reader.entryCount();
    while (entry > 0) {
      int count = (int) Math.min(ENTRIES_AT_ONCE, entry);
      long first = entry - count;
      List<LogEntry> entries = reader.entries(first, count);
      long before = first == 0 ? 0 : reader.entries(first - 1, 1).getFirst().end();
      for (int i = count - 1; i >= 0; i--) {
        entry = first + i;
        position = i == 0 ? before : entries.get(i - 1).end();
        if (count(reader, entries.get(i))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean count(SegmentReader reader, LogEntry from)
      throws IOException, InterruptedException {
    Stream stream =
        switch (from.kind()) {
          case OUT -> Stream.OUT;
          case ERR -> Stream.ERR;
          case START -> Stream.OUT;
        };
    boolean matters = seen < lines ? streams.contains(stream) : open.contains(stream);
    if (!matters || from.kind() == LogEntry.Kind.START) {
      return open.isEmpty();
    }
    boolean enough = seen >= lines;
    long[] ends = new long[1];
    reader.bytes(
        position,
        from.end(),
        (data, start, end) -> {
          for (int i = start; i < end; i++) {
            if (data[i] == '\n') {
              ends[0]++;
            }
          }
          return true;
        });
    seen += ends[0];
    if (enough && ends[0] > 0) {
      open.remove(stream);
    }
    return open.isEmpty();
  }
}

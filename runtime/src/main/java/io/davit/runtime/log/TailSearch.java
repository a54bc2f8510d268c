package io.davit.runtime.log;

import io.davit.runtime.ContainerRuntime.Stream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Goes back through a log to an entry from which the last lines can be read: enough line ends lie
/// ahead, and of each stream it is known whether a line begins there. Where none does, the first
/// one's rest is left out; it is none of the last lines, because so many line ends lie behind it.
final class TailSearch {
  private static final int ENTRIES_AT_ONCE = 1024;

  /// What is known of a stream at the place that was found so far.
  private enum Start {
    UNKNOWN,
    LINE,
    WITHIN_LINE
  }

  /// An entry of a segment.
  record Place(Segment segment, long entry, long position) {}

  private final long lines;
  private final Map<Stream, Start> starts = new EnumMap<>(Stream.class);
  private long seen;
  private boolean begun;
  private Place place;

  /// @param fallback the log's beginning
  TailSearch(long lines, Set<Stream> streams, Place fallback) {
    this.lines = lines;
    this.place = fallback;
    streams.forEach(stream -> starts.put(stream, Start.UNKNOWN));
  }

  Place place() {
    return place;
  }

  /// Whether a stream's first line end there is the end of a line that began before; a segment's
  /// beginning tells it itself.
  boolean startsWithin(Stream stream) {
    return starts.get(stream) == Start.WITHIN_LINE;
  }

  /// Goes back through one segment.
  ///
  /// @return whether the search is over
  boolean back(SegmentReader reader) throws IOException, InterruptedException {
    long first = reader.entryCount();
    if (!begun && first > 0) {
      long end = reader.entries(first - 1, 1).getFirst().end();
      place = new Place(reader.segment(), first, end);
      begun = true;
    }
    while (first > 0) {
      int count = (int) Math.min(ENTRIES_AT_ONCE, first);
      first -= count;
      List<LogEntry> entries = reader.entries(first, count);
      long before = first == 0 ? 0 : reader.entries(first - 1, 1).getFirst().end();
      for (int i = count - 1; i >= 0; i--) {
        long position = i == 0 ? before : entries.get(i - 1).end();
        if (over()) {
          return true;
        }
        look(reader, new Place(reader.segment(), first + i, position), entries.get(i));
      }
    }
    return over();
  }

  private boolean over() {
    return seen >= lines && !starts.containsValue(Start.UNKNOWN);
  }

  private void look(SegmentReader reader, Place here, LogEntry entry)
      throws IOException, InterruptedException {
    switch (entry.kind()) {
      case OUT -> look(reader, here, entry.end(), Stream.OUT);
      case ERR -> look(reader, here, entry.end(), Stream.ERR);
      case WITHIN_OUT -> within(here, Stream.OUT);
      case WITHIN_ERR -> within(here, Stream.ERR);
      case START -> {
        if (seen >= lines) {
          starts.replaceAll((_, start) -> start == Start.UNKNOWN ? Start.LINE : start);
        }
      }
    }
  }

  private void look(SegmentReader reader, Place here, long end, Stream stream)
      throws IOException, InterruptedException {
    if (!starts.containsKey(stream) || end == here.position()) {
      return;
    }
    if (seen < lines) {
      place = here;
      seen += lineEnds(reader, here.position(), end);
    } else if (starts.get(stream) == Start.UNKNOWN) {
      if (lineEnds(reader, end - 1, end) == 1) {
        starts.put(stream, Start.LINE);
      } else {
        include(here);
        if (lineEnds(reader, here.position(), end) > 0) {
          starts.put(stream, Start.WITHIN_LINE);
        }
      }
    }
  }

  /// The segment before may be gone: then all of this one is wanted, whose beginning tells the
  /// reader what to leave out.
  private void within(Place here, Stream stream) {
    if (starts.get(stream) == Start.UNKNOWN) {
      include(new Place(here.segment(), 0, 0));
    }
  }

  /// Moves the place back over entries of streams that began with a line: now they may not.
  private void include(Place here) {
    place = here;
    starts.replaceAll((_, start) -> start == Start.LINE ? Start.WITHIN_LINE : start);
  }

  private static long lineEnds(SegmentReader reader, long from, long to)
      throws IOException, InterruptedException {
    long[] ends = new long[1];
    reader.bytes(
        from,
        to,
        (data, start, end) -> {
          for (int i = start; i < end; i++) {
            if (data[i] == '\n') {
              ends[0]++;
            }
          }
          return true;
        });
    return ends[0];
  }
}

package io.davit.runtime.log;

import io.davit.runtime.ContainerRuntime.Stream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A place in a log that moves forward over its segments, and makes lines on its way. Used by one
/// thread.
final class LogCursor implements AutoCloseable {
  private final Path directory;
  private final LineSplitter out = new LineSplitter(Stream.OUT);
  private final LineSplitter err = new LineSplitter(Stream.ERR);
  private Optional<SegmentReader> current = Optional.empty();
  private long lastNumber;
  private long entry;
  private long position;
  private long lastNanos;

  LogCursor(Path directory) {
    this.directory = directory;
  }

  /// Starts before the last lines: at least `lines` of these streams follow, each of them whole.
  /// Call it first.
  void skipToLast(long lines, Set<Stream> streams) throws IOException, InterruptedException {
    List<Segment> segments = Segment.list(directory);
    if (segments.isEmpty()) {
      return;
    }
    TailSearch search =
        new TailSearch(lines, streams, new TailSearch.Place(segments.getFirst(), 0, 0));
    for (Segment segment : segments.reversed()) {
      if (!open(segment) || search.back(current.orElseThrow())) {
        break;
      }
    }
    TailSearch.Place place = search.place();
    if (open(place.segment())) {
      entry = place.entry();
      position = place.position();
    }
    for (Stream stream : streams) {
      if (search.startsWithin(stream)) {
        (stream == Stream.OUT ? out : err).skipFirst();
      }
    }
  }

  /// Gives all lines that are complete now.
  ///
  /// @return whether the sink wants more
  boolean advance(LogReader.Sink sink) throws IOException, InterruptedException {
    while (true) {
      if (current.isPresent() && !readOn(current.orElseThrow(), sink)) {
        return false;
      }
      Optional<Segment> next =
          Segment.list(directory).stream()
              .filter(segment -> segment.number() > lastNumber)
              .findFirst();
      if (next.isEmpty()) {
        return true;
      }
      // The writer has left this segment: what it wrote before that is still to be read.
      if (current.isPresent() && !readOn(current.orElseThrow(), sink)) {
        return false;
      }
      open(next.orElseThrow());
    }
  }

  /// Nothing more will come: gives what has no line feed.
  boolean finish(LogReader.Sink sink) throws InterruptedException {
    return out.flush(lastNanos, sink) && err.flush(lastNanos, sink);
  }

  @Override
  public void close() throws IOException {
    if (current.isPresent()) {
      current.orElseThrow().close();
    }
  }

  private boolean open(Segment segment) throws IOException {
    close();
    current = Optional.empty();
    lastNumber = segment.number();
    entry = 0;
    position = 0;
    try {
      current = Optional.of(new SegmentReader(segment));
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private boolean readOn(SegmentReader reader, LogReader.Sink sink)
      throws IOException, InterruptedException {
    List<LogEntry> entries = reader.entries(entry);
    while (!entries.isEmpty()) {
      for (LogEntry next : entries) {
        lastNanos = next.timeNanos();
        boolean wanted =
            switch (next.kind()) {
              case OUT -> give(reader, next, out, sink);
              case ERR -> give(reader, next, err, sink);
              case START -> finish(sink);
            };
        if (!wanted) {
          return false;
        }
        position = next.end();
        entry++;
      }
      entries = reader.entries(entry);
    }
    return true;
  }

  private boolean give(
      SegmentReader reader, LogEntry entry, LineSplitter splitter, LogReader.Sink sink)
      throws IOException, InterruptedException {
    return reader.bytes(
        position,
        entry.end(),
        (data, from, to) -> splitter.add(entry.timeNanos(), data, from, to, sink));
  }
}

package io.davit.runtime.log;

import io.davit.runtime.ContainerRuntime.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A place in a log that moves forward over its segments, and makes lines on its way. Used by one
/// thread.
final class LogCursor implements AutoCloseable {
  private final Path directory;
  private final HeldSegments held;
  private final Stream notices;
  private final LineSplitter out = new LineSplitter(Stream.OUT);
  private final LineSplitter err = new LineSplitter(Stream.ERR);
  private Optional<SegmentReader> current = Optional.empty();

  /// The segment that was opened last, or would have been.
  private long tried;

  /// The segment that was read last; 0 before the first.
  private long arrived;

  /// Whether the segment before this one was not read.
  private boolean afterGap;

  private long entry;
  private long position;
  private long lastNanos;

  /// @param notices where to say what is missing
  LogCursor(Path directory, HeldSegments held, Stream notices) {
    this.directory = directory;
    this.held = held;
    this.notices = notices;
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
      Optional<SegmentReader> reader = held.open(segment);
      boolean over = reader.isEmpty() || search.back(reader.orElseThrow());
      if (reader.isPresent()) {
        held.keep(reader.orElseThrow());
      }
      if (over) {
        break;
      }
    }
    TailSearch.Place place = search.place();
    if (!open(place.segment())) {
      return;
    }
    arrive(place.segment());
    entry = place.entry();
    position = place.position();
    afterGap = entry == 0;
    for (Stream stream : streams) {
      if (!afterGap && search.startsWithin(stream)) {
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
      Optional<Segment> next = next();
      if (next.isEmpty()) {
        return true;
      }
      // The writer has left this segment: what it wrote before that is still to be read.
      if (current.isPresent() && !readOn(current.orElseThrow(), sink)) {
        return false;
      }
      if (open(next.orElseThrow()) && !move(next.orElseThrow(), sink)) {
        return false;
      }
    }
  }

  /// The one after the last that was tried. What is not listed any more was held before: so the
  /// directory is asked first.
  private Optional<Segment> next() throws IOException {
    Optional<Segment> listed =
        Segment.list(directory).stream().filter(segment -> segment.number() > tried).findFirst();
    OptionalLong oldest = held.first();
    boolean older =
        oldest.isPresent()
            && oldest.getAsLong() > tried
            && listed.stream().allMatch(segment -> oldest.getAsLong() < segment.number());
    return older ? Optional.of(new Segment(directory, oldest.getAsLong())) : listed;
  }

  /// Goes on in a segment that was opened. When others between have gone, no line is made of what
  /// lies before and behind them.
  private boolean move(Segment segment, LogReader.Sink sink)
      throws IOException, InterruptedException {
    long missed = segment.number() - arrived - 1;
    afterGap = missed > 0;
    boolean begins = arrived == 0;
    arrive(segment);
    if (!afterGap || begins) {
      return true;
    }
    String told =
        "davit: lines are missing here: rotation deleted %d %s of this log before they were read\n"
            .formatted(missed, missed == 1 ? "file" : "files");
    return out.cut(sink)
        && err.cut(sink)
        && sink.line(new LogLine(lastNanos, notices, told.getBytes(StandardCharsets.UTF_8)));
  }

  private void arrive(Segment segment) throws IOException {
    arrived = segment.number();
    held.pass(arrived);
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
    tried = segment.number();
    entry = 0;
    position = 0;
    current = held.open(segment);
    return current.isPresent();
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
              case WITHIN_OUT -> within(out);
              case WITHIN_ERR -> within(err);
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

  /// A line goes on whose beginning is known, unless the segment before is missing.
  private boolean within(LineSplitter splitter) {
    if (afterGap) {
      splitter.skipFirst();
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

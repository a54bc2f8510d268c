package io.davit.runtime.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a reader has not come to yet when rotation deletes it: kept open, and so kept readable. The
/// log's writer hands it over before it deletes; safe for concurrent use.
final class HeldSegments implements AutoCloseable {
  /// A reader that waits for its own reader must not fill the disk with deleted files: beyond this
  /// many the oldest is given up, and the reader says so.
  static final int MOST = 64;

  private final Path directory;
  private final TreeMap<Long, SegmentReader> held = new TreeMap<>();
  private long passed;
  private boolean closed;

  HeldSegments(Path directory) {
    this.directory = directory;
  }

  /// Called by the writer, before it deletes.
  synchronized void hold(Segment segment) {
    if (closed
        || !segment.directory().equals(directory)
        || segment.number() <= passed
        || held.containsKey(segment.number())) {
      return;
    }
    try {
      keep(new SegmentReader(segment));
    } catch (IOException e) {
      // The writer goes on whatever its readers lack: this one will find a gap, and say so.
    }
  }

  /// Keeps what the reader has opened and comes back to.
  synchronized void keep(SegmentReader reader) throws IOException {
    held.put(reader.segment().number(), reader);
    if (held.size() > MOST) {
      held.pollFirstEntry().getValue().close();
    }
  }

  /// The oldest one.
  synchronized OptionalLong first() {
    return held.isEmpty() ? OptionalLong.empty() : OptionalLong.of(held.firstKey());
  }

  /// Opens a segment, whether it was deleted meanwhile or not.
  ///
  /// @return empty when it is gone
  Optional<SegmentReader> open(Segment segment) throws IOException {
    Optional<SegmentReader> taken = take(segment);
    if (taken.isPresent()) {
      return taken;
    }
    try {
      return Optional.of(new SegmentReader(segment));
    } catch (NoSuchFileException _) {
      return take(segment);
    }
  }

  private synchronized Optional<SegmentReader> take(Segment segment) {
    return Optional.ofNullable(held.remove(segment.number()));
  }

  /// The reader has come to this segment: older ones are not asked for any more.
  synchronized void pass(long number) throws IOException {
    passed = number;
    Map<Long, SegmentReader> old = held.headMap(number, true);
    for (SegmentReader reader : old.values()) {
      reader.close();
    }
    old.clear();
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    pass(Long.MAX_VALUE);
  }
}

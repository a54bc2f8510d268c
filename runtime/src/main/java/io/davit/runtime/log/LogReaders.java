package io.davit.runtime.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who reads any log of a runtime, and so is told what rotation is about to delete. A reader stays
/// while one process after the other writes its log. Safe for concurrent use.
public final class LogReaders {
  private final List<HeldSegments> readers = new CopyOnWriteArrayList<>();

  void add(HeldSegments reader) {
    readers.add(reader);
  }

  void remove(HeldSegments reader) {
    readers.remove(reader);
  }

  /// The segment is deleted as soon as this returns.
  void leaving(Segment segment) {
    readers.forEach(reader -> reader.hold(segment));
  }
}

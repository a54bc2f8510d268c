package io.davit.runtime.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells a log's readers that it has grown or ended, and what rotation is about to delete. Safe for
/// concurrent use.
public final class LogActivity {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong version = new AtomicLong();
  private volatile boolean ended;
  private final AtomicInteger waiting = new AtomicInteger();
  private final List<HeldSegments> readers = new CopyOnWriteArrayList<>();

  /// What [#await] compares with: take it before reading.
  long version() {
    return version.get();
  }

  boolean ended() {
    return ended;
  }

  /// A reader begins: it is told of what it must hold.
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

  /// The log has grown.
  void grown() {
    version.incrementAndGet();
    if (waiting.get() > 0) {
      signal();
    }
  }

  /// No more comes.
  public void end() {
    ended = true;
    signal();
  }

  /// Waits until there is something newer than `seen`, or the end.
  void await(long seen) throws InterruptedException {
    lock.lock();
    try {
      waiting.incrementAndGet();
      while (version.get() == seen && !ended) {
        changed.await();
      }
    } finally {
      waiting.decrementAndGet();
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

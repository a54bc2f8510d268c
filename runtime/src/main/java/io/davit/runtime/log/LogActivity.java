package io.davit.runtime.log;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells a log's readers that one process has printed more, or has ended. Safe for concurrent use.
public final class LogActivity {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong version = new AtomicLong();
  private volatile boolean ended;
  private final AtomicInteger waiting = new AtomicInteger();

  /// What [#await] compares with: take it before reading.
  long version() {
    return version.get();
  }

  boolean ended() {
    return ended;
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

package io.davit.executor.supervise;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/// A clock that stands still until the test moves it; what is due runs on the test's thread.
public final class ManualTimer implements Timer, InstantSource {
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
  private Instant now = Instant.parse("2100-01-01T00:00:00Z");

  private record Due(Instant at, Runnable task) {}

  @Override
  public synchronized Alarm after(Duration delay, Runnable task) {
    Due later = new Due(now.plus(delay), task);
    due.add(later);
    return () -> {
      synchronized (this) {
        due.remove(later);
      }
    };
  }

  /// How long until the next task; empty when there is none.
  public synchronized Optional<Duration> next() {
    return Optional.ofNullable(due.peek()).map(task -> Duration.between(now, task.at()));
  }

  public void advance(Duration time) {
    Instant until = instant().plus(time);
    while (true) {
      Due task;
      synchronized (this) {
        task = due.peek();
        if (task == null || task.at().isAfter(until)) {
          now = until;
          return;
        }
        due.remove(task);
        now = task.at();
      }
      task.task().run();
    }
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void close() {
    due.clear();
  }
}

package io.davit.executor.supervise;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Does something later.
public interface Timer extends AutoCloseable {
  /// Runs a task after a delay, on a virtual thread of its own.
  Alarm after(Duration delay, Runnable task);

  /// Forgets what has not begun.
  @Override
  void close();

  /// Something that is due later.
  interface Alarm {
    /// It will not begin any more, unless it has; safe to call twice.
    void cancel();
  }

  /// A timer of the machine's own clock, with one thread that only hands out the tasks.
  static Timer system() {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("timer").factory());
    return new Timer() {
      @Override
      public Alarm after(Duration delay, Runnable task) {
        ScheduledFuture<?> due =
            clock.schedule(
                () -> Thread.ofVirtual().name("timer task").start(task),
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
      }

      @Override
      public void close() {
        clock.shutdownNow();
      }
    };
  }
}

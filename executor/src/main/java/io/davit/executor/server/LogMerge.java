package io.davit.executor.server;

import io.davit.runtime.log.LogLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Merges the lines of several logs by time. Every log has a reader of its own; the next line is
/// known once each of them has one, or has said that it has none for now.
final class LogMerge {
  /// Lines that a reader may be ahead, and that are handed out at once.
  private static final int AHEAD = 512;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final List<Source> sources = new ArrayList<>();
  private boolean open = true;

  /// What comes out: a line, or a message about a container, in its place.
  sealed interface Item {
    Source source();

    record Line(Source source, LogLine line) implements Item {}

    /// Its log has ended: all of its lines came before.
    record End(Source source) implements Item {}
  }

  /// One log's place.
  static final class Source {
    private final int number;
    private final String containerId;
    private final boolean live;
    private final ArrayDeque<LogLine> ahead = new ArrayDeque<>();
    private long lastNanos = Long.MIN_VALUE;
    private boolean quiet;
    private boolean ended;

    /// @param live whether its container runs when its reading begins
    Source(int number, String containerId, boolean live) {
      this.number = number;
      this.containerId = containerId;
      this.live = live;
    }

    boolean live() {
      return live;
    }

    int number() {
      return number;
    }

    String containerId() {
      return containerId;
    }
  }

  Source add(Source source) {
    lock.lock();
    try {
      sources.add(source);
      return source;
    } finally {
      lock.unlock();
    }
  }

  /// Blocks while the source is far ahead.
  void put(Source source, LogLine line) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (source.ahead.size() >= AHEAD) {
        room.await();
      }
      if (source.ahead.isEmpty()) {
        more.signal();
      }
      source.ahead.add(line);
      source.lastNanos = line.timeNanos();
      source.quiet = false;
    } finally {
      lock.unlock();
    }
  }

  /// The source has no further line for now.
  void quiet(Source source) {
    change(() -> source.quiet = true);
  }

  void end(Source source) {
    change(() -> source.ended = true);
  }

  /// No source is added any more.
  void close() {
    change(() -> open = false);
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      more.signal();
    } finally {
      lock.unlock();
    }
  }

  long lastNanos(Source source) {
    lock.lock();
    try {
      return source.lastNanos;
    } finally {
      lock.unlock();
    }
  }

  /// What is known by now, in order; blocks until that is something. An end is the last of its
  /// batch, so that it can be answered with a new source before the lines that follow. Empty when
  /// it was closed and every source has ended. For one thread.
  List<Item> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        List<Item> batch = known();
        if (!batch.isEmpty()) {
          room.signalAll();
          return batch;
        }
        if (!open && sources.isEmpty()) {
          return List.of();
        }
        more.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Item> known() {
    List<Item> batch = new ArrayList<>();
    for (Optional<Item> next = next(); next.isPresent(); next = next()) {
      batch.add(next.get());
      if (batch.size() == AHEAD || next.get() instanceof Item.End) {
        break;
      }
    }
    return batch;
  }

  private Optional<Item> next() {
    Optional<Source> first = Optional.empty();
    for (Source source : sources) {
      if (source.ahead.isEmpty()) {
        if (source.ended) {
          sources.remove(source);
          return Optional.of(new Item.End(source));
        }
        if (!source.quiet) {
          return Optional.empty();
        }
      } else if (first.isEmpty() || time(source) < time(first.get())) {
        first = Optional.of(source);
      }
    }
    return first.map(source -> new Item.Line(source, source.ahead.remove()));
  }

  private static long time(Source source) {
    return source.ahead.element().timeNanos();
  }
}

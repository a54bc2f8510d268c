package io.davit.executor.trace;

import io.davit.api.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/// A recording of one operation: what was done, when, for how long and on which thread. Safe for
/// concurrent use.
///
/// Read it with [#toJson] in a viewer of Chrome traces (chrome://tracing, Perfetto).
public final class Trace {
  private static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();
  private static final Span IGNORED = () -> {};

  private final LongSupplier nanoClock;
  private final long origin;
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();

  /// @param nanoClock `System::nanoTime`, or a test's
  public Trace(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.origin = nanoClock.getAsLong();
  }

  /// A bar in the picture, from now until it is closed. Costs nothing when nobody records.
  ///
  /// @param name what is done to what: `start container shop-web-1`
  public static Span span(String name) {
    return CURRENT.isBound() ? CURRENT.get().open(name) : IGNORED;
  }

  /// Runs a part of the operation: the spans opened on this thread meanwhile are recorded here. To
  /// be called anew on each thread that the operation uses.
  public void record(Runnable part) {
    ScopedValue.where(CURRENT, this).run(part);
  }

  /// The trace event format: complete events, times in microseconds.
  public String toJson() {
    List<Map<String, Object>> complete = new ArrayList<>();
    for (Event event : events) {
      complete.add(
          Map.of(
              "name",
              event.name,
              "ph",
              "X",
              "ts",
              event.startNanos / 1_000.0,
              "dur",
              event.durationNanos / 1_000.0,
              "pid",
              1,
              "tid",
              event.thread));
    }
    return Json.gson().toJson(Map.of("traceEvents", complete, "displayTimeUnit", "ms"));
  }

  private Span open(String name) {
    long start = nanoClock.getAsLong();
    long thread = Thread.currentThread().threadId();
    return () -> events.add(new Event(name, start - origin, nanoClock.getAsLong() - start, thread));
  }

  /// An open bar.
  public interface Span extends AutoCloseable {
    @Override
    void close();
  }

  private record Event(String name, long startNanos, long durationNanos, long thread) {}
}

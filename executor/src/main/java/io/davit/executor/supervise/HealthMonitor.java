package io.davit.executor.supervise;

import io.davit.api.ContainerInspect;
import io.davit.api.ContainerSummary;
import io.davit.executor.container.Containers;
import io.davit.executor.container.Containers.Event;
import io.davit.executor.container.Containers.ExecResult;
import io.davit.problem.Failure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs the health checks of running containers (moby daemon/health.go), and tells [Containers]
/// what they found. A paused container is not probed; a start begins anew.
///
/// Safe for concurrent use. A probe runs on a virtual thread of its own; one at a time for each
/// container.
public final class HealthMonitor implements AutoCloseable {
  private static final int OUTPUT_BYTES = 4096;

  private final Logger log = System.getLogger(HealthMonitor.class.getName());
  private final Containers containers;
  private final Timer timer;
  private final InstantSource clock;
  private final Map<String, Watch> watches = new HashMap<>();
  private Containers.@Nullable Subscription subscription;

  public HealthMonitor(Containers containers, Timer timer, InstantSource clock) {
    this.containers = containers;
    this.timer = timer;
    this.clock = clock;
  }

  /// Watches what runs already, and what starts from now on.
  public void start() {
    Containers.Subscription events = containers.subscribe(this::onEvent);
    synchronized (this) {
      subscription = events;
    }
    for (ContainerSummary container :
        containers.list(false, Map.of("status", List.of("running", "paused")))) {
      begin(container.id(), container.state().equals("paused"));
    }
  }

  @Override
  public void close() {
    Containers.Subscription events;
    synchronized (this) {
      watches.values().forEach(Watch::stop);
      watches.clear();
      events = subscription;
      subscription = null;
    }
    if (events != null) {
      events.close();
    }
  }

  private void onEvent(Event event) {
    if (!event.type().equals("container")) {
      return;
    }
    switch (event.action()) {
      // A listener must not block: inspecting may.
      case "start" -> Thread.ofVirtual().name("health check").start(() -> begin(event.id(), false));
      case "die", "destroy" -> end(event.id());
      case "pause" -> rest(event.id());
      case "unpause" -> resume(event.id());
      default -> {}
    }
  }

  private void begin(String id, boolean paused) {
    try {
      Optional<Probe> probe = Probe.of(containers.config(id));
      if (probe.isEmpty()) {
        return;
      }
      ContainerInspect.State state = containers.inspect(id).state();
      if (!state.running()) {
        return;
      }
      Watch watch = new Watch(id, probe.get(), Instant.parse(state.startedAt()));
      synchronized (this) {
        Watch earlier = watches.put(id, watch);
        if (earlier != null) {
          earlier.stop();
        }
      }
      containers.health(id, watch.record.toApi());
      if (!paused) {
        watch.schedule();
      }
    } catch (Failure gone) {
      log.log(Level.DEBUG, "container " + id + " is gone before its first probe", gone);
    }
  }

  private synchronized void end(String id) {
    Watch watch = watches.remove(id);
    if (watch != null) {
      watch.stop();
    }
  }

  private synchronized void rest(String id) {
    Watch watch = watches.get(id);
    if (watch != null) {
      watch.stop();
    }
  }

  private synchronized void resume(String id) {
    Watch watch = watches.get(id);
    if (watch != null) {
      watch.schedule();
    }
  }

  /// The probing of one run of a container.
  private final class Watch {
    private final String id;
    private final Probe probe;
    private final Instant startedAt;
    private HealthRecord record = HealthRecord.starting();
    private Timer.@Nullable Alarm alarm;
    private int generation;

    Watch(String id, Probe probe, Instant startedAt) {
      this.id = id;
      this.probe = probe;
      this.startedAt = startedAt;
    }

    synchronized void schedule() {
      int current = ++generation;
      boolean starting = record.status() == HealthRecord.Status.STARTING;
      Duration up = Duration.between(startedAt, clock.instant());
      alarm = timer.after(probe.nextDelay(starting, up), () -> run(current));
    }

    synchronized void stop() {
      generation++;
      if (alarm != null) {
        alarm.cancel();
      }
    }

    private synchronized boolean isCurrent(int wanted) {
      return generation == wanted;
    }

    private void run(int current) {
      Instant begin = clock.instant();
      ExecResult result;
      try {
        result = containers.exec(id, probe.command(), probe.user(), probe.timeout(), OUTPUT_BYTES);
      } catch (Failure failure) {
        result = new ExecResult(-1, failure.what(), false);
      }
      ContainerInspect.Probe found =
          new ContainerInspect.Probe(
              begin.toString(),
              clock.instant().toString(),
              result.timedOut() ? -1 : result.exitCode(),
              result.timedOut()
                  ? "health check exceeded its timeout of %s: %s"
                      .formatted(seconds(probe.timeout()), result.output())
                  : result.output());
      boolean counts = Duration.between(startedAt, begin).compareTo(probe.startPeriod()) >= 0;
      synchronized (this) {
        if (!isCurrent(current)) {
          return;
        }
        record = record.after(found, probe.retries(), counts);
      }
      tell();
      synchronized (this) {
        if (isCurrent(current)) {
          schedule();
        }
      }
    }

    private void tell() {
      try {
        containers.health(id, record.toApi());
      } catch (Failure gone) {
        log.log(Level.DEBUG, "container " + id + " is gone after a probe", gone);
      }
    }

    private static String seconds(Duration duration) {
      return "%.3g s".formatted(duration.toMillis() / 1000.0);
    }
  }
}

package io.davit.executor.project;

import io.davit.api.ContainerInspect;
import io.davit.executor.container.Containers;
import io.davit.executor.supervise.Probe;
import io.davit.planner.plan.Action.AwaitCondition;
import io.davit.planner.plan.Target;
import io.davit.problem.DependencyFailed;
import io.davit.problem.Failure;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.problem.TimedOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Waits until the containers of a service are as an [AwaitCondition] says. It looks again whenever
/// one of them has an event, and never otherwise.
final class ConditionWait {
  private static final int LOG_LINES = 10;

  private final Containers containers;

  ConditionWait(Containers containers) {
    this.containers = containers;
  }

  /// What is known of a condition.
  private sealed interface Verdict {
    record Holds() implements Verdict {}

    /// It may still come.
    record Open() implements Verdict {}

    /// It will not come.
    record Fails(Failure failure) implements Verdict {}
  }

  /// Looks at least once.
  ///
  /// @param deadlineNanos of [System#nanoTime]; empty: none
  /// @return false when `cancellation` came before the condition held
  /// @throws DependencyFailed when it will not come
  /// @throws TimedOut after the deadline
  boolean await(
      AwaitCondition action,
      Cancellation cancellation,
      Optional<Duration> limit,
      Optional<Long> deadlineNanos) {
    LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    cancellation.onCancel(() -> events.add(""));
    // Listening begins before the first look: nothing that happens in between is missed.
    try (var _ = containers.subscribe(event -> events.add(event.id()))) {
      Map<Target, String> open = new LinkedHashMap<>();
      for (Target target : action.containers()) {
        open.put(target, containers.inspect(target.reference()).id());
      }
      List<Target> dirty = new ArrayList<>(open.keySet());
      while (true) {
        for (Target target : dirty) {
          if (look(action, target)) {
            open.remove(target);
          }
        }
        if (open.isEmpty()) {
          return true;
        }
        if (cancellation.isCancelled()) {
          return false;
        }
        String id = next(events, action, limit, deadlineNanos);
        dirty = open.keySet().stream().filter(target -> id.equals(open.get(target))).toList();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String next(
      LinkedBlockingQueue<String> events,
      AwaitCondition action,
      Optional<Duration> limit,
      Optional<Long> deadlineNanos)
      throws InterruptedException {
    if (deadlineNanos.isEmpty()) {
      return events.take();
    }
    String id = events.poll(deadlineNanos.get() - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (id == null) {
      throw new TimedOut(
          "application not healthy after %ds: still waiting for service %s %s"
              .formatted(
                  limit.orElse(Duration.ZERO).toSeconds(),
                  action.service(),
                  action.condition().describe()),
          new Resource("service", action.service()),
          "see davit logs %s, or allow more time with --wait-timeout".formatted(action.service()));
    }
    return id;
  }

  /// @return whether the container is as it shall be
  private boolean look(AwaitCondition action, Target target) {
    ContainerInspect container;
    try {
      container = containers.inspect(target.reference());
    } catch (NotFound gone) {
      throw failed("container %s was removed".formatted(target.name()), target, Optional.of(gone));
    }
    return switch (judge(action, target, container)) {
      case Verdict.Holds _ -> true;
      case Verdict.Open _ -> false;
      case Verdict.Fails(Failure failure) -> throw failure;
    };
  }

  private Verdict judge(AwaitCondition action, Target target, ContainerInspect container) {
    boolean probed = Probe.of(container.config()).isPresent();
    return switch (action.condition()) {
      case HEALTHY ->
          probed
              ? running(target, container, true)
              : fails(
                  "container %s has no healthcheck configured".formatted(target.name()), target);
      case RUNNING_OR_HEALTHY -> running(target, container, probed);
      case COMPLETED_SUCCESSFULLY -> completed(action.service(), target, container);
    };
  }

  private Verdict running(Target target, ContainerInspect container, boolean probed) {
    ContainerInspect.State state = container.state();
    String health = state.health() == null ? "starting" : state.health().status();
    return switch (state.status()) {
      case "running" -> {
        if (!probed || health.equals("healthy")) {
          yield new Verdict.Holds();
        }
        yield health.equals("unhealthy")
            ? fails("container %s is unhealthy".formatted(target.name()), target)
            : new Verdict.Open();
      }
      case "exited", "dead" ->
          fails("container %s exited (%d)".formatted(target.name(), state.exitCode()), target);
      default -> new Verdict.Open();
    };
  }

  private Verdict completed(String service, Target target, ContainerInspect container) {
    ContainerInspect.State state = container.state();
    if (!state.status().equals("exited") && !state.status().equals("dead")) {
      return new Verdict.Open();
    }
    return state.exitCode() == 0
        ? new Verdict.Holds()
        : fails(
            "service \"%s\" didn't complete successfully: exit %d"
                .formatted(service, state.exitCode()),
            target);
  }

  private Verdict fails(String what, Target target) {
    return new Verdict.Fails(failed(what, target, Optional.empty()));
  }

  private DependencyFailed failed(String what, Target target, Optional<Failure> cause) {
    StringBuilder text = new StringBuilder("dependency failed to start: ").append(what);
    if (cause.isEmpty()) {
      lastProbe(target).ifPresent(probe -> appendProbe(text, probe));
      List<String> lines = containers.lastLogLines(target.reference(), LOG_LINES);
      if (!lines.isEmpty()) {
        text.append("\n  last lines of its log:");
        lines.forEach(line -> text.append("\n    | ").append(line.stripTrailing()));
      }
    }
    return new DependencyFailed(
        text.toString(),
        Optional.of(new Resource("container", target.name())),
        Optional.of("see davit logs " + target.service()),
        cause.orElse(null));
  }

  private Optional<ContainerInspect.Probe> lastProbe(Target target) {
    ContainerInspect.Health health = containers.inspect(target.reference()).state().health();
    return health == null || health.log().isEmpty()
        ? Optional.empty()
        : Optional.of(health.log().getLast());
  }

  private static void appendProbe(StringBuilder text, ContainerInspect.Probe probe) {
    text.append("\n  its last probe ended with code %d:".formatted(probe.exitCode()));
    String output = probe.output().strip();
    if (output.isEmpty()) {
      text.append(" no output");
    } else {
      output.lines().forEach(line -> text.append("\n    | ").append(line));
    }
  }
}

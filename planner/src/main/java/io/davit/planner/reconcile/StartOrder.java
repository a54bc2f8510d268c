package io.davit.planner.reconcile;

import io.davit.model.Service.Dependency;
import io.davit.planner.graph.Dependencies;
import io.davit.planner.graph.PlanGraph;
import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedContainer.Health;
import io.davit.planner.observed.ObservedContainer.State;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Awaited;
import io.davit.planner.plan.Cause;
import io.davit.planner.plan.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Starts containers after what they depend on, and only after that (compose-spec
/// 05-services.md#depends_on). Services are to be given dependencies first.
final class StartOrder {
  private final PlanGraph graph;
  private final Dependencies dependencies;
  private final List<Step> first;
  private final Map<String, Started> services = new LinkedHashMap<>();
  private final Map<Wait, Optional<Step>> waits = new HashMap<>();

  /// @param first what every start comes after
  StartOrder(PlanGraph graph, Dependencies dependencies, List<Step> first) {
    this.graph = graph;
    this.first = first;
    this.dependencies = dependencies;
  }

  private record Started(List<Member> members, List<Step> starts) {}

  private record Wait(String service, Awaited condition, boolean required) {}

  /// Starts those containers of a service for which there is a cause.
  ///
  /// @param causes by name of the container
  List<Step> start(String service, List<Member> members, Map<String, Cause> causes) {
    List<Step> starts = new ArrayList<>();
    List<Step> before =
        causes.isEmpty() ? List.of() : Resources.union(first, conditionsOf(service));
    for (Member member : members) {
      Cause cause = causes.get(member.target().name());
      if (cause != null) {
        starts.add(start(member, cause, before));
      }
    }
    services.put(service, new Started(members, List.copyOf(starts)));
    return starts;
  }

  private Step start(Member member, Cause cause, List<Step> before) {
    boolean paused =
        member.existing().map(ObservedContainer::state).orElse(null) instanceof State.Paused;
    Action action =
        paused && member.ready().isEmpty()
            ? new Action.UnpauseContainer(member.target())
            : new Action.StartContainer(member.target());
    return graph.add(action, cause, Resources.union(member.ready(), before));
  }

  /// What a container of the service, also a one-off, is started after.
  List<Step> conditionsOf(String service) {
    Set<Step> steps = new LinkedHashSet<>();
    dependencies
        .of(service)
        .forEach(
            (name, dependency) -> {
              Started started = services.get(name);
              if (started != null && !started.members().isEmpty()) {
                steps.addAll(condition(name, started, dependency, service));
              }
            });
    return List.copyOf(steps);
  }

  private List<Step> condition(
      String name, Started started, Dependency dependency, String dependent) {
    Cause cause = Cause.at(dependency.source(), "%s depends on it".formatted(dependent));
    return switch (dependency.condition()) {
      case STARTED -> started.starts();
      case HEALTHY ->
          await(name, started, Awaited.HEALTHY, dependency.required(), cause).stream().toList();
      case COMPLETED_SUCCESSFULLY ->
          await(name, started, Awaited.COMPLETED_SUCCESSFULLY, dependency.required(), cause)
              .stream()
              .toList();
    };
  }

  /// Waits for a service that was given before.
  Optional<Step> await(String service, Awaited condition, Cause cause) {
    Started started = services.get(service);
    return started == null || started.members().isEmpty()
        ? Optional.empty()
        : await(service, started, condition, true, cause);
  }

  private Optional<Step> await(
      String service, Started started, Awaited condition, boolean required, Cause cause) {
    return waits.computeIfAbsent(
        new Wait(service, condition, required),
        wait -> {
          if (started.starts().isEmpty() && holds(started.members(), condition)) {
            return Optional.empty();
          }
          List<Target> targets = started.members().stream().map(Member::target).toList();
          var action = new Action.AwaitCondition(service, condition, targets, wait.required());
          return Optional.of(graph.add(action, cause, started.starts()));
        });
  }

  private static boolean holds(List<Member> members, Awaited condition) {
    return members.stream()
        .allMatch(member -> member.existing().filter(c -> holds(c, condition)).isPresent());
  }

  private static boolean holds(ObservedContainer container, Awaited condition) {
    return switch (condition) {
      case HEALTHY -> container.health() == Health.HEALTHY;
      case COMPLETED_SUCCESSFULLY -> container.state().equals(new State.Exited(0));
      case RUNNING_OR_HEALTHY ->
          container.state() instanceof State.Running
              && (container.health() == Health.NONE || container.health() == Health.HEALTHY);
    };
  }
}

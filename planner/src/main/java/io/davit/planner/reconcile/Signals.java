package io.davit.planner.reconcile;

import io.davit.planner.Operation;
import io.davit.planner.desired.DesiredService;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.graph.Dependencies;
import io.davit.planner.graph.PlanGraph;
import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedContainer.State;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Awaited;
import io.davit.planner.plan.Cause;
import io.davit.planner.plan.Plan;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is done to containers that exist, without a look at whether they are as declared: `start`,
/// `stop`, `restart`, `kill`, `rm`, `pause`, `unpause`.
public final class Signals {
  private final Optional<DesiredState> desired;
  private final ObservedState observed;
  private final PlanGraph graph = new PlanGraph();
  private final Dependencies dependencies;

  private Signals(Optional<DesiredState> desired, ObservedState observed) {
    this.desired = desired;
    this.observed = observed;
    this.dependencies =
        desired
            .map(
                state ->
                    Dependencies.declared(
                        state.services().values().stream().map(DesiredService::service).toList()))
            .orElseGet(() -> Dependencies.labelled(observed.containers()));
  }

  public static Plan start(
      Optional<DesiredState> desired, ObservedState observed, Operation.Start operation) {
    Signals signals = new Signals(desired, observed);
    StartOrder order = new StartOrder(signals.graph, signals.dependencies, List.of());
    List<String> services = signals.selected(operation.services());
    for (String service : services) {
      List<ObservedContainer> replicas = observed.replicasOf(service);
      if (replicas.isEmpty()) {
        throw new NotFound(
            "service \"%s\" has no container to start".formatted(service),
            new Resource("service", service),
            "create it: davit up " + service);
      }
      Map<String, Cause> causes = new LinkedHashMap<>();
      for (ObservedContainer container : replicas) {
        StartRule.whatRests()
            .existing(container)
            .filter(_ -> !(container.state() instanceof State.Paused))
            .ifPresent(cause -> causes.put(container.name(), cause));
      }
      List<Member> members =
          replicas.stream().map(container -> Member.kept(container, List.of())).toList();
      var _ = order.start(service, members, causes);
    }
    if (operation.waitHealthy()) {
      for (String service : services) {
        var _ = order.await(service, Awaited.RUNNING_OR_HEALTHY, Cause.of("--wait"));
      }
    }
    return signals.graph.toPlan();
  }

  public static Plan stop(
      Optional<DesiredState> desired, ObservedState observed, Operation.Stop operation) {
    Signals signals = new Signals(desired, observed);
    var _ =
        signals.stopAll(
            signals.selected(operation.services()), operation.timeout(), Cause.of("stop"));
    return signals.graph.toPlan();
  }

  public static Plan restart(
      Optional<DesiredState> desired, ObservedState observed, Operation.Restart operation) {
    Signals signals = new Signals(desired, observed);
    List<String> asked = signals.selected(operation.services());
    Set<String> wanted = new LinkedHashSet<>(asked);
    if (!operation.noDeps()) {
      signals.addRestartedDependents(wanted);
    }
    List<String> services = signals.dependencies.order().stream().filter(wanted::contains).toList();
    Cause cause = Cause.of("restart");
    Map<String, Step> stops = signals.stopAll(services, operation.timeout(), cause);
    Map<String, List<Step>> starts = new HashMap<>();
    for (String service : services) {
      List<Step> before =
          signals.dependencies.of(service).keySet().stream()
              .flatMap(dependency -> starts.getOrDefault(dependency, List.of()).stream())
              .toList();
      signals.warnIfChanged(service);
      for (ObservedContainer container : observed.replicasOf(service)) {
        if (!asked.contains(service) && !container.running()) {
          continue;
        }
        Step stop = stops.get(container.id());
        List<Step> after = stop == null ? before : Resources.union(List.of(stop), before);
        starts
            .computeIfAbsent(service, _ -> new ArrayList<>())
            .add(signals.graph.add(new Action.StartContainer(container.target()), cause, after));
      }
    }
    return signals.graph.toPlan();
  }

  public static Plan kill(
      Optional<DesiredState> desired, ObservedState observed, Operation.Kill operation) {
    Signals signals = new Signals(desired, observed);
    for (String service : signals.selected(operation.services())) {
      for (ObservedContainer container : observed.replicasOf(service)) {
        if (container.alive()) {
          signals.graph.add(
              new Action.KillContainer(container.target(), operation.signal()), Cause.of("kill"));
        }
      }
    }
    if (operation.removeOrphans() && desired.isPresent()) {
      observed.containers().stream()
          .filter(container -> Orphans.isOrphan(container, desired.get().project()))
          .forEach(orphan -> Orphans.remove(signals.graph, orphan, Optional.empty()));
    }
    return signals.graph.toPlan();
  }

  public static Plan remove(
      Optional<DesiredState> desired, ObservedState observed, Operation.Remove operation) {
    Signals signals = new Signals(desired, observed);
    Cause cause = Cause.of("rm");
    List<String> services = signals.selected(operation.services());
    Map<String, Step> stops =
        operation.stop() ? signals.stopAll(services, Optional.empty(), cause) : Map.of();
    Map<String, Step> removals = new HashMap<>();
    for (String service : services) {
      for (ObservedContainer container : observed.containers()) {
        if (!container.service().equals(service)
            || (container.alive() && !stops.containsKey(container.id()))) {
          continue;
        }
        Step stop = stops.get(container.id());
        removals.put(
            container.id(),
            signals.graph.add(
                new Action.RemoveContainer(container.target()),
                cause,
                stop == null ? List.of() : List.of(stop)));
      }
    }
    if (operation.volumes()) {
      new VolumeRemoval(observed, signals.graph, removals)
          .removeAnonymous(Cause.of("rm --volumes"));
    }
    return signals.graph.toPlan();
  }

  public static Plan pause(
      Optional<DesiredState> desired, ObservedState observed, Operation.Pause operation) {
    Signals signals = new Signals(desired, observed);
    for (String service : signals.selected(operation.services())) {
      for (ObservedContainer container : observed.replicasOf(service)) {
        if (container.state() instanceof State.Running) {
          signals.graph.add(new Action.PauseContainer(container.target()), Cause.of("pause"));
        }
      }
    }
    return signals.graph.toPlan();
  }

  public static Plan unpause(
      Optional<DesiredState> desired, ObservedState observed, Operation.Unpause operation) {
    Signals signals = new Signals(desired, observed);
    for (String service : signals.selected(operation.services())) {
      for (ObservedContainer container : observed.replicasOf(service)) {
        if (container.state() instanceof State.Paused) {
          signals.graph.add(new Action.UnpauseContainer(container.target()), Cause.of("unpause"));
        }
      }
    }
    return signals.graph.toPlan();
  }

  /// The selected services, dependencies first; those without containers only when they were named.
  private List<String> selected(List<String> named) {
    List<String> known = new ArrayList<>(dependencies.order());
    Selection.require(named, known, observed);
    for (String service : named) {
      if (!known.contains(service)) {
        known.add(service);
      }
    }
    return known.stream()
        .filter(
            service ->
                named.isEmpty() ? !observed.replicasOf(service).isEmpty() : named.contains(service))
        .toList();
  }

  private void addRestartedDependents(Set<String> services) {
    for (String service : dependencies.order()) {
      boolean restarted =
          dependencies.of(service).entrySet().stream()
              .anyMatch(entry -> entry.getValue().restart() && services.contains(entry.getKey()));
      if (restarted && observed.replicasOf(service).stream().anyMatch(c -> c.running())) {
        services.add(service);
      }
    }
  }

  /// Stops what is alive, dependents first.
  ///
  /// @return the stop of each container, by id
  private Map<String, Step> stopAll(
      List<String> services, Optional<Duration> timeout, Cause cause) {
    Map<String, Step> stops = new LinkedHashMap<>();
    Map<String, List<Step>> ended = new HashMap<>();
    for (String service : services.reversed()) {
      List<Step> before = new ArrayList<>();
      for (String dependent : dependencies.dependentsOf(service)) {
        before.addAll(ended.getOrDefault(dependent, List.of()));
      }
      List<Step> mine = new ArrayList<>();
      for (ObservedContainer container : observed.replicasOf(service)) {
        if (container.alive()) {
          Step stop =
              graph.add(new Action.StopContainer(container.target(), timeout), cause, before);
          stops.put(container.id(), stop);
          mine.add(stop);
        }
      }
      ended.put(service, mine.isEmpty() ? before : mine);
    }
    return stops;
  }

  private void warnIfChanged(String service) {
    DesiredService declared = desired.map(state -> state.services().get(service)).orElse(null);
    if (declared == null) {
      return;
    }
    boolean changed =
        observed.replicasOf(service).stream()
            .anyMatch(container -> !container.hash().equals(declared.hash()));
    if (changed) {
      graph.warn(
          "service %s is declared otherwise than when its containers were created: restart does not apply that, up does"
              .formatted(service));
    }
  }
}

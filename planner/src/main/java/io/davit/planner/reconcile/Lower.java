package io.davit.planner.reconcile;

import io.davit.model.Service;
import io.davit.planner.Operation;
import io.davit.planner.desired.DesiredService;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.graph.Dependencies;
import io.davit.planner.graph.PlanGraph;
import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.Labels;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.observed.ObservedVolume;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Cause;
import io.davit.planner.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `down`: what carries the project's label goes away, dependents first. The declaration is needed
/// only to tell orphans and images; without it, all containers are taken for services.
public final class Lower {
  private static final Cause DOWN = Cause.of("down");

  private final Optional<DesiredState> desired;
  private final ObservedState observed;
  private final Operation.Down down;
  private final PlanGraph graph = new PlanGraph();
  private final Map<String, Step> removals = new HashMap<>();

  /// After which a container is in no network any more: it need not be removed for that.
  private final Map<String, Step> departures = new HashMap<>();

  private Lower(Optional<DesiredState> desired, ObservedState observed, Operation.Down down) {
    this.desired = desired;
    this.observed = observed;
    this.down = down;
  }

  public static Plan down(
      Optional<DesiredState> desired, ObservedState observed, Operation.Down down) {
    Lower lower = new Lower(desired, observed, down);
    desired.ifPresent(
        state -> Orphans.warnOfElsewhere(lower.graph, observed.containers(), state.project()));
    lower.containers();
    lower.networks();
    lower.volumes();
    lower.images();
    return lower.graph.toPlan();
  }

  private void containers() {
    List<ObservedContainer> strangers = new ArrayList<>();
    List<ObservedContainer> doomed = new ArrayList<>();
    for (ObservedContainer container : observed.containers()) {
      if (isStranger(container)) {
        strangers.add(container);
      } else if (down.services().isEmpty() || down.services().contains(container.service())) {
        doomed.add(container);
      }
    }
    Map<String, List<Step>> ended = new HashMap<>();
    Dependencies dependencies = dependencies();
    Selection.require(down.services(), dependencies.order(), observed);
    for (String service : reversed(dependencies, doomed)) {
      List<Step> before =
          dependencies.dependentsOf(service).stream()
              .flatMap(dependent -> ended.getOrDefault(dependent, List.of()).stream())
              .toList();
      for (ObservedContainer container : doomed) {
        if (container.service().equals(service)) {
          ended.computeIfAbsent(service, _ -> new ArrayList<>()).addAll(stop(container, before));
        }
      }
      // A service without a running container hands on what its dependents must end before.
      ended.putIfAbsent(service, before);
    }
    if (down.removeOrphans()) {
      strangers.stream()
          .filter(
              stranger -> desired.filter(d -> Orphans.isOrphan(stranger, d.project())).isPresent())
          .forEach(
              orphan -> {
                Step removal = Orphans.remove(graph, orphan, down.timeout());
                removals.put(orphan.id(), removal);
                departures.put(orphan.id(), removal);
              });
    }
  }

  /// Stops and removes it.
  ///
  /// @return the step after which its dependencies may end
  private List<Step> stop(ObservedContainer container, List<Step> before) {
    Optional<Step> stop =
        container.alive()
            ? Optional.of(
                graph.add(
                    new Action.StopContainer(container.target(), down.timeout()), DOWN, before))
            : Optional.empty();
    Step removal =
        graph.add(new Action.RemoveContainer(container.target()), DOWN, stop.stream().toList());
    removals.put(container.id(), removal);
    departures.put(container.id(), stop.orElse(removal));
    return stop.map(List::of).orElse(before);
  }

  private boolean isStranger(ObservedContainer container) {
    return !container.oneOff()
        && desired.filter(d -> !Orphans.isOfService(container, d.project())).isPresent();
  }

  private Dependencies dependencies() {
    return desired
        .map(
            state ->
                Dependencies.declared(
                    state.services().values().stream().map(DesiredService::service).toList()))
        .orElseGet(() -> Dependencies.labelled(observed.containers()));
  }

  /// Dependents first; then services of which only one-offs are left.
  private static Set<String> reversed(
      Dependencies dependencies, List<ObservedContainer> containers) {
    Set<String> services = new LinkedHashSet<>(dependencies.order().reversed());
    containers.forEach(container -> services.add(container.service()));
    return services;
  }

  private void networks() {
    observed
        .networks()
        .values()
        .forEach(
            network -> {
              if (!observed.owns(network.labels()) || isExternalNetwork(network.name())) {
                return;
              }
              List<Step> after = new ArrayList<>();
              for (ObservedContainer container : observed.containers()) {
                if (container.networks().contains(network.name())) {
                  Step departure = departures.get(container.id());
                  if (departure == null) {
                    graph.warn(
                        "network %s is still in use by container %s"
                            .formatted(network.name(), container.name()));
                    return;
                  }
                  after.add(departure);
                }
              }
              graph.add(new Action.RemoveNetwork(network.name()), DOWN, after);
            });
  }

  private boolean isExternalNetwork(String name) {
    return desired.stream()
        .flatMap(state -> state.project().networks().values().stream())
        .anyMatch(network -> network.external() && network.name().equals(name));
  }

  private void volumes() {
    if (!down.volumes()) {
      return;
    }
    VolumeRemoval removal = new VolumeRemoval(observed, graph, removals);
    Cause cause = Cause.of("down --volumes");
    for (ObservedVolume volume : observed.volumes().values()) {
      if (observed.owns(volume.labels())
          && volume.labels().containsKey(Labels.VOLUME)
          && !isExternalVolume(volume.name())
          && isSelected(volume.name())) {
        removal.remove(volume, cause);
      }
    }
    removal.removeAnonymous(cause);
  }

  private boolean isExternalVolume(String name) {
    return desired.stream()
        .flatMap(state -> state.project().volumes().values().stream())
        .anyMatch(volume -> volume.external() && volume.name().equals(name));
  }

  /// With selected services, only volumes that these use.
  private boolean isSelected(String volume) {
    return down.services().isEmpty()
        || observed.containers().stream()
            .filter(container -> down.services().contains(container.service()))
            .anyMatch(container -> container.volumes().containsValue(volume));
  }

  private void images() {
    if (desired.isEmpty() || down.images() == Operation.RemovedImages.NONE) {
      return;
    }
    Set<String> doomed = new LinkedHashSet<>();
    for (DesiredService service : desired.get().services().values()) {
      Service declared = service.service();
      boolean selected = down.services().isEmpty() || down.services().contains(service.name());
      boolean ours =
          declared
              .image()
              .equals(service.project().names().join(observed.project(), service.name()));
      if (selected && (ours || down.images() == Operation.RemovedImages.ALL)) {
        doomed.add(declared.image());
      }
    }
    for (String image : doomed) {
      if (observed.images().containsKey(image)) {
        graph.add(
            new Action.RemoveImage(image), Cause.of("down --rmi"), List.copyOf(removals.values()));
      }
    }
  }
}

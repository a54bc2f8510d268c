package io.davit.planner.reconcile;

import io.davit.model.Network;
import io.davit.model.Service;
import io.davit.planner.desired.DesiredService;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.graph.PlanGraph;
import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes containers off a network that is made anew, and puts them back: they keep their identity
/// (docker/compose pkg/compose/reconcile.go).
final class Reconnection {
  private final PlanGraph graph;
  private final Optional<Duration> timeout;
  private final Map<String, Step> stops = new LinkedHashMap<>();
  private final Map<String, List<Step>> disconnects = new LinkedHashMap<>();
  private final Map<String, List<Connection>> wanted = new LinkedHashMap<>();
  private final Map<String, List<Step>> connects = new LinkedHashMap<>();

  private record Connection(Resources.Divergence divergence, Service.Attachment attachment) {}

  Reconnection(
      DesiredState desired,
      ObservedState observed,
      PlanGraph graph,
      List<Resources.Divergence> diverged,
      Optional<Duration> timeout) {
    this.graph = graph;
    this.timeout = timeout;
    for (Resources.Divergence divergence : diverged) {
      String name = divergence.network().name();
      for (ObservedContainer container : observed.containers()) {
        if (container.networks().contains(name)) {
          Optional<Service.Attachment> attachment =
              Optional.ofNullable(desired.services().get(container.service()))
                  .map(DesiredService::service)
                  .map(service -> service.networks().get(divergence.network().key()));
          reconnect(container, divergence, attachment);
        }
      }
    }
  }

  private void reconnect(
      ObservedContainer container,
      Resources.Divergence divergence,
      Optional<Service.Attachment> attachment) {
    String network = divergence.network().name();
    Cause cause = cause(divergence.network());
    List<Step> stopped =
        container.alive()
            ? List.of(stops.computeIfAbsent(container.id(), _ -> stop(container, cause)))
            : List.of();
    Step disconnect =
        graph.add(new Action.DisconnectNetwork(network, container.target()), cause, stopped);
    graph.after(divergence.removal(), List.of(disconnect));
    disconnects.computeIfAbsent(container.id(), _ -> new ArrayList<>()).add(disconnect);
    attachment.ifPresent(
        settings ->
            wanted
                .computeIfAbsent(container.id(), _ -> new ArrayList<>())
                .add(new Connection(divergence, settings)));
  }

  private static Cause cause(Network network) {
    return Cause.at(network.source(), "network %s is made anew".formatted(network.name()));
  }

  private Step stop(ObservedContainer container, Cause cause) {
    return graph.add(new Action.StopContainer(container.target(), timeout), cause);
  }

  /// Puts a container that is kept back, and says what must be done before it can be started again;
  /// empty for one that is untouched.
  List<Step> of(ObservedContainer container) {
    return connects.computeIfAbsent(container.id(), _ -> connect(container));
  }

  private List<Step> connect(ObservedContainer container) {
    List<Step> steps = new ArrayList<>();
    for (Connection connection : wanted.getOrDefault(container.id(), List.of())) {
      Network network = connection.divergence().network();
      steps.add(
          graph.add(
              new Action.ConnectNetwork(
                  network.name(), container.target(), connection.attachment()),
              cause(network),
              List.of(connection.divergence().creation())));
    }
    return steps;
  }

  /// What is done to a container before it can be removed.
  List<Step> disconnectsOf(ObservedContainer container) {
    return disconnects.getOrDefault(container.id(), List.of());
  }

  Optional<Step> stopOf(ObservedContainer container) {
    return Optional.ofNullable(stops.get(container.id()));
  }

  boolean stops(ObservedContainer container) {
    return stops.containsKey(container.id());
  }
}

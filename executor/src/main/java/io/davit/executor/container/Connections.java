package io.davit.executor.container;

import io.davit.api.ContainerCreate.EndpointSettings;
import io.davit.executor.container.ContainerState.Created;
import io.davit.executor.container.ContainerState.Dead;
import io.davit.executor.container.ContainerState.Exited;
import io.davit.executor.container.ContainerState.Paused;
import io.davit.executor.container.ContainerState.Removing;
import io.davit.executor.container.ContainerState.Restarting;
import io.davit.executor.container.ContainerState.Running;
import io.davit.network.Networks.Sandbox;
import io.davit.problem.Conflict;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Connects containers to networks and takes them away, running or not.
final class Connections {
  private final Rooms rooms;
  private final ContainerFiles files;

  Connections(Rooms rooms, ContainerFiles files) {
    this.rooms = rooms;
    this.files = files;
  }

  void connect(String network, ContainerEntry entry, EndpointSettings settings) {
    NetworkEntry target = rooms.networkShelf().get(network);
    entry.operation().lock();
    try {
      ContainerRecord record = entry.record();
      refuseSpecial(record, target);
      if (record.endpoints().containsKey(target.id())) {
        throw new Conflict(
            "endpoint with name "
                + record.name()
                + " already exists in network "
                + target.config().name(),
            new Resource("network", target.config().name()),
            "disconnect it first");
      }
      Map<String, EndpointSettings> endpoints = new LinkedHashMap<>(record.endpoints());
      endpoints.put(target.id(), settings);
      save(entry, endpoints);
      if (entry.state().sandbox().isPresent()) {
        var _ = rooms.networkShelf().ensureMade(target.id());
        Sandbox sandbox =
            rooms.networks().connect(entry.id(), EndpointPlan.endpoint(target.id(), settings));
        changed(entry, sandbox);
      }
      rooms.networkShelf().announce("connect", target.id(), entry.id());
    } finally {
      entry.operation().unlock();
    }
  }

  private static void refuseSpecial(ContainerRecord record, NetworkEntry target) {
    String mode = record.networkMode();
    String name = target.config().name();
    if (mode.equals(NetworkShelf.HOST) || name.equals(NetworkShelf.HOST)) {
      throw new Conflict(
          "cannot connect a container to the host network, or one of the host network to another",
          new Resource("network", name),
          "create the container with another network mode");
    }
    if (SharedNamespaces.joined(mode).isPresent()) {
      throw new Conflict(
          "container sharing network namespace with another container or host cannot be connected to"
              + " any other network",
          new Resource("network", name),
          "connect the container whose network it shares");
    }
    if (mode.equals(NetworkShelf.NONE) || name.equals(NetworkShelf.NONE)) {
      throw new Conflict(
          "container cannot be connected to multiple networks with one of the networks in private"
              + " (none) mode",
          new Resource("network", name),
          "create the container with another network mode");
    }
  }

  /// @param force no different: a container that is gone has no endpoint
  void disconnect(String network, ContainerEntry entry, boolean force) {
    NetworkEntry target = rooms.networkShelf().get(network);
    entry.operation().lock();
    try {
      ContainerRecord record = entry.record();
      if (!record.endpoints().containsKey(target.id())) {
        if (force) {
          return;
        }
        throw new NotFound(
            "container " + record.id() + " is not connected to network " + target.config().name(),
            new Resource("network", target.config().name()),
            "see its networks with inspect");
      }
      Map<String, EndpointSettings> endpoints = new LinkedHashMap<>(record.endpoints());
      endpoints.remove(target.id());
      save(entry, endpoints);
      if (entry.state().sandbox().isPresent()) {
        changed(entry, rooms.networks().disconnect(entry.id(), target.id()));
      }
      rooms.networkShelf().announce("disconnect", target.id(), entry.id());
    } finally {
      entry.operation().unlock();
    }
  }

  private void save(ContainerEntry entry, Map<String, EndpointSettings> endpoints) {
    ContainerRecord record = entry.record().connectedTo(endpoints);
    rooms.records().save(entry.id(), record);
    entry.record(record);
  }

  private void changed(ContainerEntry entry, Sandbox sandbox) {
    rooms
        .runs()
        .saveUnsynced(entry.id(), new RunRecord(entry.id(), rooms.bootId(), Optional.of(sandbox)));
    entry.transition().lock();
    try {
      switch (entry.state()) {
        case Running running -> entry.become(new Running(running.process(), Optional.of(sandbox)));
        case Paused(Running running) ->
            entry.become(new Paused(new Running(running.process(), Optional.of(sandbox))));
        case Restarting _, Created _, Exited _, Removing _, Dead _ -> {}
      }
    } finally {
      entry.transition().unlock();
    }
    files.rewriteHosts(entry.record(), Optional.of(sandbox));
  }

  void removeNetwork(String reference) {
    NetworkEntry entry = rooms.networkShelf().get(reference);
    List<String> active =
        rooms.table().all().stream()
            .filter(
                container ->
                    container.state().sandbox().stream()
                        .flatMap(sandbox -> sandbox.endpoints().stream())
                        .anyMatch(endpoint -> endpoint.networkId().equals(entry.id())))
            .map(
                container ->
                    "name:\"" + container.record().name() + "\" id:\"" + container.id() + "\"")
            .toList();
    if (!active.isEmpty()) {
      throw new Conflict(
          "error while removing network: network "
              + entry.config().name()
              + " has active endpoints ("
              + String.join(", ", active)
              + ")",
          new Resource("network", entry.config().name()),
          "stop these containers, or disconnect them");
    }
    rooms.networkShelf().remove(reference);
  }
}

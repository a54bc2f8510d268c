package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.EndpointSettings;
import io.davit.api.ContainerCreate.PortBinding;
import io.davit.api.ContainerInspect;
import io.davit.api.ContainerInspect.NetworkSettings;
import io.davit.api.ContainerInspect.State;
import io.davit.executor.container.ContainerEntry.Snapshot;
import io.davit.executor.container.ContainerState.Created;
import io.davit.executor.container.ContainerState.Dead;
import io.davit.executor.container.ContainerState.End;
import io.davit.executor.container.ContainerState.Running;
import io.davit.network.Networks.Endpoint;
import io.davit.network.Networks.PublishedPort;
import io.davit.network.Networks.Sandbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Renders a container as `GET /containers/ID/json` shows it.
final class Inspection {

  private final Places places;
  private final NetworkShelf networks;

  Inspection(Places places, NetworkShelf networks) {
    this.places = places;
    this.networks = networks;
  }

  ContainerInspect inspect(Snapshot snapshot) {
    ContainerRecord record = snapshot.record();
    List<String> arguments = record.arguments();
    String id = record.id();
    return new ContainerInspect(
        id,
        record.created(),
        arguments.getFirst(),
        arguments.subList(1, arguments.size()),
        state(snapshot),
        record.imageId(),
        places.resolvConf(id).toString(),
        places.hostname(id).toString(),
        places.hosts(id).toString(),
        places.logs(id).toString(),
        "/" + record.name(),
        snapshot.life().restartCount(),
        "overlay",
        "linux",
        record.host(),
        record.mounts().stream().map(MountRecord::point).toList(),
        withoutHost(record.config()),
        network(snapshot));
  }

  private static State state(Snapshot snapshot) {
    ContainerState state = snapshot.state();
    Optional<End> end = state.lastEnd();
    boolean restarting = state instanceof ContainerState.Restarting;
    String error =
        switch (state) {
          case Created created -> created.error();
          case Dead dead -> dead.error();
          case Running _,
              ContainerState.Paused _,
              ContainerState.Restarting _,
              ContainerState.Exited _,
              ContainerState.Removing _ ->
              end.map(End::error).orElse("");
        };
    int code =
        state instanceof Created(String _, int exitCode)
            ? exitCode
            : end.map(last -> last.status().code()).orElse(0);
    boolean began = !(state instanceof Created);
    return new State(
        state.word(),
        state.active().isPresent() || restarting,
        state instanceof ContainerState.Paused,
        restarting,
        end.map(last -> last.status().oomKilled()).orElse(false),
        state instanceof Dead,
        state.active().map(running -> running.process().pid()).orElse(0),
        code,
        error,
        began ? Timestamps.text(snapshot.life().startedAt()) : Timestamps.NEVER,
        Timestamps.text(snapshot.life().end().map(last -> last.at())),
        snapshot.health().orElse(null));
  }

  private static ContainerCreate withoutHost(ContainerCreate config) {
    return new ContainerCreate(
        config.hostname(),
        config.domainname(),
        config.user(),
        Given.flag(config.tty()),
        Given.flag(config.openStdin()),
        Given.flag(config.stdinOnce()),
        Given.flag(config.attachStdin()),
        Given.flag(config.attachStdout()),
        Given.flag(config.attachStderr()),
        Given.list(config.env()),
        config.cmd(),
        config.entrypoint(),
        config.image(),
        Given.text(config.workingDir()),
        config.volumes(),
        config.exposedPorts(),
        Given.map(config.labels()),
        config.stopSignal(),
        config.stopTimeout(),
        config.healthcheck(),
        config.shell(),
        null,
        null);
  }

  private NetworkSettings network(Snapshot snapshot) {
    Optional<Sandbox> sandbox = snapshot.state().sandbox();
    Map<String, EndpointSettings> endpoints = endpoints(snapshot);
    Optional<Endpoint> bridge =
        sandbox.stream()
            .flatMap(open -> open.endpoints().stream())
            .filter(endpoint -> name(endpoint.networkId()).equals(NetworkShelf.BRIDGE))
            .findFirst();
    return new NetworkSettings(
        sandbox.map(open -> open.spec().id()).orElse(""),
        sandbox.map(open -> open.namespace().toString()).orElse(""),
        ports(snapshot),
        endpoints,
        bridge.map(Endpoint::address).orElse(""),
        bridge.map(Endpoint::gateway).orElse(""));
  }

  private String name(String networkId) {
    return networks.find(networkId).map(entry -> entry.config().name()).orElse(networkId);
  }

  /// By name of the network; those of `host` and `none` are shown though they are none.
  Map<String, EndpointSettings> endpoints(Snapshot snapshot) {
    ContainerRecord record = snapshot.record();
    Map<String, Endpoint> open = new LinkedHashMap<>();
    snapshot
        .state()
        .sandbox()
        .ifPresent(
            sandbox ->
                sandbox.endpoints().forEach(endpoint -> open.put(endpoint.networkId(), endpoint)));
    Map<String, EndpointSettings> shown = new LinkedHashMap<>();
    record
        .endpoints()
        .forEach(
            (networkId, settings) ->
                shown.put(
                    name(networkId),
                    endpoint(
                        record, networkId, settings, Optional.ofNullable(open.get(networkId)))));
    if (shown.isEmpty()) {
      networks
          .named(record.networkMode())
          .ifPresent(
              entry ->
                  shown.put(
                      record.networkMode(),
                      endpoint(
                          record,
                          entry.id(),
                          new EndpointSettings(
                              null, null, null, null, null, null, null, null, null, null, null,
                              null),
                          Optional.empty())));
    }
    return shown;
  }

  private static EndpointSettings endpoint(
      ContainerRecord record,
      String networkId,
      EndpointSettings wanted,
      Optional<Endpoint> endpoint) {
    List<String> names = new ArrayList<>(List.of(record.name()));
    names.addAll(Given.list(wanted.aliases()));
    names.add(Ids.shortened(record.id()));
    return new EndpointSettings(
        wanted.ipamConfig(),
        wanted.aliases(),
        wanted.links(),
        endpoint.map(Endpoint::macAddress).orElse(Given.text(wanted.macAddress())),
        wanted.driverOpts(),
        wanted.gwPriority(),
        networkId,
        endpoint.map(Endpoint::endpointId).orElse(""),
        endpoint.map(Endpoint::gateway).orElse(""),
        endpoint.map(Endpoint::address).orElse(""),
        endpoint.map(Endpoint::prefixLength).orElse(0),
        names.stream().distinct().toList());
  }

  /// By `80/tcp`: what is published, and an empty list for what is only exposed.
  private static Map<String, List<PortBinding>> ports(Snapshot snapshot) {
    Map<String, List<PortBinding>> ports = new LinkedHashMap<>();
    if (snapshot.state().active().isEmpty()) {
      return ports;
    }
    for (String exposed : Given.map(snapshot.record().config().exposedPorts()).keySet()) {
      ports.put(PortBindings.Exposed.parse(exposed).key(), new ArrayList<>());
    }
    for (PublishedPort port : published(snapshot)) {
      ports
          .computeIfAbsent(port.containerPort() + "/" + port.protocol(), _ -> new ArrayList<>())
          .add(new PortBinding(port.hostAddress(), Integer.toString(port.hostPort())));
    }
    return ports;
  }

  static List<PublishedPort> published(Snapshot snapshot) {
    return snapshot.state().sandbox().map(Sandbox::ports).orElse(List.of());
  }
}

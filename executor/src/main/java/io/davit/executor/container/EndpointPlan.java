package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.EndpointSettings;
import io.davit.api.ContainerCreate.HostConfig;
import io.davit.network.EndpointSpec;
import io.davit.network.SandboxSpec;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which networks a container is in, from `NetworkMode` and `EndpointsConfig`.
final class EndpointPlan {
  private static final String DEFAULT = "default";
  private static final String INTERFACE_NAME = "com.docker.network.endpoint.ifname";
  private static final EndpointSettings EMPTY =
      new EndpointSettings(null, null, null, null, null, null, null, null, null, null, null, null);

  private final NetworkShelf networks;

  EndpointPlan(NetworkShelf networks) {
    this.networks = networks;
  }

  /// The network's mode as it is recorded: `bridge` for the default, else as given.
  static String mode(HostConfig host) {
    String mode = Given.text(host.networkMode());
    return mode.isEmpty() || mode.equals(DEFAULT) ? NetworkShelf.BRIDGE : mode;
  }

  /// Wanted endpoints by network id, that of the mode first.
  Map<String, EndpointSettings> endpoints(ContainerCreate body, String mode) {
    ContainerCreate.NetworkingConfig networking = body.networkingConfig();
    Map<String, EndpointSettings> given =
        networking == null ? Map.of() : Given.map(networking.endpointsConfig());
    Map<String, EndpointSettings> endpoints = new LinkedHashMap<>();
    if (mode.equals(NetworkShelf.HOST)
        || mode.equals(NetworkShelf.NONE)
        || SharedNamespaces.joined(mode).isPresent()) {
      if (given.keySet().stream().anyMatch(name -> !name.equals(mode))) {
        throw new InvalidInput(
            "conflicting options: network mode \"" + mode + "\" and networks " + given.keySet(),
            new Resource("network", mode),
            "choose one of the two");
      }
      return endpoints;
    }
    Map<String, EndpointSettings> byId = new LinkedHashMap<>();
    given.forEach(
        (name, settings) ->
            byId.put(
                networks.get(name.equals(DEFAULT) ? NetworkShelf.BRIDGE : name).id(),
                settings == null ? EMPTY : settings));
    String first = networks.get(mode).id();
    endpoints.put(first, byId.getOrDefault(first, EMPTY));
    byId.forEach(endpoints::putIfAbsent);
    return endpoints;
  }

  static EndpointSpec endpoint(String networkId, EndpointSettings settings) {
    ContainerCreate.IpamConfig ipam = settings.ipamConfig();
    List<String> aliases = new ArrayList<>(Given.list(settings.aliases()));
    return new EndpointSpec(
        networkId,
        aliases,
        links(Given.list(settings.links())),
        ipam == null ? Optional.empty() : present(Given.text(ipam.ipv4Address())),
        present(Given.text(settings.macAddress())),
        present(Given.map(settings.driverOpts()).getOrDefault(INTERFACE_NAME, "")),
        Given.number(settings.gwPriority()));
  }

  /// Of `NAME:ALIAS`. Without an alias it says nothing new.
  private static Map<String, String> links(List<String> texts) {
    Map<String, String> links = new LinkedHashMap<>();
    for (String text : texts) {
      int colon = text.indexOf(':');
      if (colon > 0 && colon < text.length() - 1) {
        links.put(text.substring(colon + 1), text.substring(0, colon));
      }
    }
    return links;
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /// What the network room opens for a start; empty in the host's network or another container's.
  Optional<SandboxSpec> sandbox(ContainerRecord record) {
    String mode = record.networkMode();
    if (mode.equals(NetworkShelf.HOST) || SharedNamespaces.joined(mode).isPresent()) {
      return Optional.empty();
    }
    List<EndpointSpec> endpoints = new ArrayList<>();
    record
        .endpoints()
        .forEach(
            (networkId, settings) -> {
              networks.ensureMade(networkId);
              endpoints.add(endpoint(networkId, settings));
            });
    return Optional.of(
        new SandboxSpec(
            record.id(),
            record.name(),
            Given.text(record.config().hostname()),
            endpoints,
            PortBindings.specs(record.config(), record.host()),
            Given.list(record.host().dns())));
  }
}

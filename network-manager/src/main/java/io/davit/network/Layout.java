package io.davit.network;

import io.davit.network.HostRules.Publication;
import io.davit.network.Networks.Endpoint;
import io.davit.network.Networks.Sandbox;
import io.davit.network.SandboxLinks.Attachment;
import io.davit.network.dns.Zone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What follows from the specs of a sandbox and of its networks: its way out, its names, what its
/// published ports lead to. It changes nothing.
final class Layout {
  private static final int SHORT_ID = 12;

  private final LiveNetworks networks;

  Layout(LiveNetworks networks) {
    this.networks = networks;
  }

  /// The endpoint that leads outwards: of those on networks with a way out the one with the highest
  /// priority, the first of equals.
  Optional<Endpoint> outward(List<EndpointSpec> specs, List<Endpoint> endpoints) {
    Comparator<EndpointSpec> byPriority = Comparator.comparingInt(EndpointSpec::gatewayPriority);
    return specs.stream()
        .filter(spec -> !networks.get(spec.networkId()).network().spec().internal())
        .sorted(byPriority.reversed())
        .findFirst()
        .flatMap(
            spec ->
                endpoints.stream()
                    .filter(endpoint -> endpoint.networkId().equals(spec.networkId()))
                    .findFirst());
  }

  /// What nftables lead; a port on an IPv6 address is relayed instead.
  static List<Publication> publications(Sandbox sandbox, int target) {
    return target == 0
        ? List.of()
        : sandbox.ports().stream()
            .filter(port -> Cidr.parseAddress(port.hostAddress()).isPresent())
            .map(port -> new Publication(port, target))
            .toList();
  }

  Attachment attachment(Endpoint endpoint) {
    NetworkState state = networks.get(endpoint.networkId());
    NetworkSpec spec = state.network().spec();
    return new Attachment(endpoint, state.bridge(), spec.mtu(), !spec.interContainer());
  }

  Zone.View view(Sandbox sandbox) {
    List<NetworkState> states =
        sandbox.endpoints().stream().map(endpoint -> networks.get(endpoint.networkId())).toList();
    Map<String, String> links = new HashMap<>();
    for (EndpointSpec endpoint : sandbox.spec().endpoints()) {
      endpoint
          .links()
          .forEach(
              (alias, name) ->
                  links.put(alias.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)));
    }
    return new Zone.View(
        sandbox.endpoints().stream().map(Endpoint::networkId).toList(),
        links,
        states.stream().map(NetworkState::subnet).toList(),
        sandbox.spec().dns(),
        states.stream().anyMatch(state -> !state.network().spec().internal()));
  }

  /// The names by which an endpoint is found on its network, the container's first.
  static List<String> names(SandboxSpec spec, Endpoint endpoint) {
    List<String> names = new ArrayList<>();
    names.add(spec.containerName());
    spec.endpoints().stream()
        .filter(one -> one.networkId().equals(endpoint.networkId()))
        .forEach(one -> names.addAll(one.aliases()));
    names.add(spec.id().substring(0, Math.min(SHORT_ID, spec.id().length())));
    names.add(spec.hostname());
    return names;
  }

  static String freeInterface(List<Endpoint> others) {
    for (int number = 0; ; number++) {
      String name = "eth" + number;
      if (others.stream().noneMatch(other -> other.interfaceName().equals(name))) {
        return name;
      }
    }
  }

  static int address(Endpoint endpoint) {
    return Cidr.parseAddress(endpoint.address()).orElseThrow();
  }
}

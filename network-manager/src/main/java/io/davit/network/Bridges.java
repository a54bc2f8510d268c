package io.davit.network;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.netlink.RouteMessages;
import io.davit.kernel.netlink.RouteSession;
import io.davit.network.Networks.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The kernel's side of networks: bridges with their address and settings. It holds no state.
final class Bridges {
  private final Host host;
  private final Names names;
  private final LinkRemoval removal;

  Bridges(Host host, Names names, LinkRemoval removal) {
    this.host = host;
    this.names = names;
    this.removal = removal;
  }

  /// Makes a network's bridge, or completes the one that is there.
  ///
  /// @return the index of the bridge
  int ensure(Network network) throws ErrnoException, IOException {
    Cidr subnet = Cidr.parse(network.subnet()).orElseThrow();
    int gateway = Cidr.parseAddress(network.gateway()).orElseThrow();
    RouteSession routes = host.routes();
    Optional<RouteSession.Link> existing = routes.link(network.bridge());
    if (existing.isEmpty()) {
      routes.execute(
          RouteMessages.newBridge(network.bridge(), Names.mac(gateway), network.spec().mtu()));
    }
    int index = existing.or(() -> link(network)).map(RouteSession.Link::index).orElseThrow();
    host.prepareBridge(network.bridge());
    routes.execute(
        RouteMessages.newAddress(index, Cidr.inet(gateway), subnet.prefixLength()),
        RouteMessages.setUp(index));
    return index;
  }

  private Optional<RouteSession.Link> link(Network network) {
    return Refusal.guard(
        "looking for bridge " + network.bridge(), () -> host.routes().link(network.bridge()));
  }

  /// Begins to remove a bridge; [#awaitRemoval] waits for the end. Safe to call when it is absent.
  void beginRemoval(String bridge) {
    removal.begin(bridge, () -> {});
  }

  void awaitRemoval(String bridge) throws ErrnoException, IOException {
    removal.await(bridge);
  }

  /// Safe to call when it is absent.
  void remove(String bridge) throws ErrnoException, IOException {
    removal.remove(bridge);
  }

  /// Removes the links of this instance other than these.
  void retain(Collection<String> owned) throws ErrnoException, IOException {
    Set<String> keep = Set.copyOf(owned);
    List<String> foreign = new ArrayList<>();
    for (RouteSession.Link link : host.routes().links()) {
      boolean ours =
          link.name().startsWith(names.bridgePrefix())
              || link.name().startsWith(names.vethPrefix());
      if (ours && !keep.contains(link.name())) {
        removal.begin(link.name(), () -> {});
        foreign.add(link.name());
      }
    }
    for (String name : foreign) {
      removal.await(name);
    }
  }
}

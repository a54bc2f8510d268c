package io.davit.network;

import io.davit.network.Networks.Network;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A network as it stands and the addresses in it. Safe for concurrent use.
final class NetworkState {
  private final Network network;
  private final int bridge;
  private final AddressPool pool;
  private final Map<Integer, String> containers = new LinkedHashMap<>();
  private final Set<Integer> leaving = new HashSet<>();
  private boolean removed;

  /// @param bridge the index of the bridge
  NetworkState(Network network, int bridge) {
    this.network = network;
    this.bridge = bridge;
    Cidr subnet = subnet();
    String name = network.spec().name();
    Cidr range =
        network.spec().ipRange().map(text -> Subnets.parse(name, "ip_range", text)).orElse(subnet);
    this.pool =
        new AddressPool(name, subnet, range, Cidr.parseAddress(network.gateway()).orElseThrow());
  }

  Network network() {
    return network;
  }

  int bridge() {
    return bridge;
  }

  Cidr subnet() {
    return Cidr.parse(network.subnet()).orElseThrow();
  }

  /// An address for a container; empty when the network was removed meanwhile. Waits for the one
  /// that it asks for, or had before, as long as the link of its last holder is being removed.
  synchronized Optional<Integer> take(String container, Optional<String> wanted) {
    Optional<Integer> preferred =
        wanted.isPresent() ? wanted.flatMap(Cidr::parseAddress) : pool.remembered(container);
    boolean interrupted = false;
    while (preferred.filter(leaving::contains).isPresent()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (removed) {
      return Optional.empty();
    }
    int address = pool.take(container, wanted);
    containers.put(address, container);
    return Optional.of(address);
  }

  synchronized void hold(String container, int address) {
    pool.hold(container, address);
    containers.put(address, container);
  }

  /// The container is disconnected; nobody else gets the address before [#release].
  synchronized void leave(int address) {
    containers.remove(address);
    leaving.add(address);
  }

  synchronized void release(int address) {
    pool.release(address);
    containers.remove(address);
    leaving.remove(address);
    notifyAll();
  }

  /// Releases an address that was never used.
  synchronized void giveBack(String container, int address) {
    pool.giveBack(container, address);
    containers.remove(address);
  }

  /// Closes the network to new endpoints if it has none.
  ///
  /// @return the containers that are still connected
  synchronized Collection<String> close() {
    removed = containers.isEmpty();
    return java.util.List.copyOf(containers.values());
  }
}

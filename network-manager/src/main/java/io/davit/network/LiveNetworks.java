package io.davit.network;

import io.davit.kernel.ErrnoException;
import io.davit.network.Networks.Network;
import io.davit.network.dns.NameTable;
import io.davit.problem.Conflict;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// The networks that stand: made, restored and removed one at a time. Safe for concurrent use.
final class LiveNetworks {
  private final Host host;
  private final Names names;
  private final Subnets subnets;
  private final Bridges bridges;
  private final HostFirewall firewall;
  private final NameTable nameTable;
  private final ReentrantLock structure = new ReentrantLock();
  private final Map<String, NetworkState> networks = new ConcurrentHashMap<>();

  LiveNetworks(
      Host host,
      Names names,
      Subnets subnets,
      Bridges bridges,
      HostFirewall firewall,
      NameTable nameTable) {
    this.host = host;
    this.names = names;
    this.subnets = subnets;
    this.bridges = bridges;
    this.firewall = firewall;
    this.nameTable = nameTable;
  }

  /// @throws NotFound for an unknown one
  NetworkState get(String networkId) {
    NetworkState state = networks.get(networkId);
    if (state == null) {
      throw unknown(networkId);
    }
    return state;
  }

  static NotFound unknown(String networkId) {
    return new NotFound(
        "network \"%s\" does not exist".formatted(networkId),
        new Resource("network", networkId),
        "create it first");
  }

  /// @see Networks#create
  Network create(NetworkSpec spec) {
    structure.lock();
    try {
      if (networks.containsKey(spec.id())) {
        throw new Conflict(
            "network \"%s\" exists already".formatted(spec.name()),
            new Resource("network", spec.name()),
            "remove it first");
      }
      Network network =
          Refusal.guard(
              "choosing a subnet for network \"%s\"".formatted(spec.name()), () -> layOut(spec));
      Undo undo = new Undo();
      try {
        String intent = "making network \"%s\"".formatted(spec.name());
        undo.add(() -> Refusal.perform(intent, () -> bridges.remove(network.bridge())));
        int index = Refusal.guard(intent, () -> bridges.ensure(network));
        Refusal.perform(intent, () -> firewall.add(network));
        nameTable.addNetwork(spec.id(), spec.name());
        networks.put(spec.id(), new NetworkState(network, index));
        return network;
      } catch (RuntimeException e) {
        undo.run(e);
        throw e;
      }
    } finally {
      structure.unlock();
    }
  }

  /// The network that a spec describes, with what it leaves open decided.
  private Network layOut(NetworkSpec spec) throws ErrnoException, IOException {
    List<Subnets.Taken> taken = new ArrayList<>();
    for (NetworkState state : networks.values()) {
      String owner = "network \"%s\"".formatted(state.network().spec().name());
      taken.add(new Subnets.Taken(state.subnet(), owner, true));
    }
    taken.addAll(host.routedBlocks(names.bridgePrefix()));
    Cidr subnet;
    if (spec.subnet().isPresent()) {
      subnet = Subnets.parse(spec.name(), "subnet", spec.subnet().get());
      Subnets.check(spec.name(), subnet, taken);
    } else {
      subnet = subnets.choose(spec.name(), taken);
    }
    Cidr range =
        spec.ipRange().map(text -> Subnets.parse(spec.name(), "ip_range", text)).orElse(subnet);
    int gateway = Subnets.gateway(spec.name(), subnet, range, spec.gateway());
    NetworkSpec complete =
        new NetworkSpec(
            spec.id(),
            spec.name(),
            spec.subnet(),
            spec.ipRange(),
            spec.gateway(),
            spec.internal(),
            spec.interContainer(),
            spec.masquerade(),
            spec.mtu() == 0 ? host.mtu() : spec.mtu());
    return new Network(complete, names.bridge(spec.id()), subnet.toString(), Cidr.text(gateway));
  }

  /// @see Networks#remove
  void remove(String networkId, Runnable meanwhile) {
    Network network;
    String intent;
    structure.lock();
    try {
      NetworkState state = networks.get(networkId);
      if (state == null) {
        meanwhile.run();
        return;
      }
      network = state.network();
      String name = network.spec().name();
      Collection<String> connected = state.close();
      if (!connected.isEmpty()) {
        throw new Conflict(
            "network \"%s\" is in use by %s".formatted(name, String.join(", ", connected)),
            new Resource("network", name),
            "remove or disconnect these containers first");
      }
      intent = "removing network \"%s\"".formatted(name);
      bridges.beginRemoval(network.bridge());
      Refusal.perform(intent, () -> firewall.remove(network));
      nameTable.removeNetwork(networkId);
      networks.remove(networkId);
    } finally {
      structure.unlock();
    }
    try {
      meanwhile.run();
    } finally {
      Refusal.perform(intent, () -> bridges.awaitRemoval(network.bridge()));
    }
  }

  /// Takes up a network of an earlier engine; its rules are restored elsewhere.
  void restore(Network network) {
    structure.lock();
    try {
      String intent = "restoring network \"%s\"".formatted(network.spec().name());
      int index = Refusal.guard(intent, () -> bridges.ensure(network));
      nameTable.addNetwork(network.spec().id(), network.spec().name());
      networks.put(network.spec().id(), new NetworkState(network, index));
    } finally {
      structure.unlock();
    }
  }

  /// Removes the links of this instance that are neither a network's bridge nor among the given.
  void retain(Collection<String> veths) throws ErrnoException, IOException {
    Stream<String> own = networks.values().stream().map(state -> state.network().bridge());
    bridges.retain(Stream.concat(own, veths.stream()).toList());
  }
}

package io.davit.network;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// The networks of one engine. Safe for concurrent use.
///
/// Failures: [io.davit.problem.Conflict] for an address or port in use (it names by whom) or a
/// subnet that overlaps, [io.davit.problem.InvalidInput] for a spec that contradicts itself,
/// [io.davit.problem.KernelRefused] with the call otherwise. What fails leaves nothing behind.
public interface Networks extends AutoCloseable {
  /// Makes the bridge and its rules, choosing a subnet that overlaps no route of the machine where
  /// the spec names none.
  Network create(NetworkSpec spec);

  /// Takes the bridge and its rules away; nothing happens for a network that is not there.
  ///
  /// @throws io.davit.problem.Conflict while sandboxes are connected
  default void remove(String networkId) {
    remove(networkId, () -> {});
  }

  /// The same, with something to do while the kernel takes its time: the network goes from then on,
  /// and no failure but the kernel's can stop it.
  ///
  /// @throws io.davit.problem.Conflict while sandboxes are connected
  void remove(String networkId, Runnable meanwhile);

  /// Makes a network namespace, pinned at [Sandbox#namespace], connected and named as the spec
  /// says, with its ports published: all of it or nothing. Its names resolve from now on.
  Sandbox open(SandboxSpec spec);

  /// Adds an endpoint to an open sandbox.
  Sandbox connect(String sandboxId, EndpointSpec endpoint);

  /// Takes an endpoint away; safe to call twice.
  Sandbox disconnect(String sandboxId, String networkId);

  /// Takes a sandbox away with all that belongs to it; safe to call twice.
  void close(String sandboxId);

  /// Takes up what an earlier engine left, after a restart: serves names and ports of these again,
  /// puts back what is missing of networks, and removes from the kernel what is this engine's and
  /// in neither list.
  ///
  /// @return the sandboxes whose namespace still stands
  List<Sandbox> restore(Collection<Network> networks, Collection<Sandbox> sandboxes);

  /// Lets go without touching the kernel.
  @Override
  void close();

  /// A network as it stands: what a record of it holds.
  ///
  /// @param bridge the interface's name on the host
  /// @param subnet `10.5.3.0/24`
  /// @param gateway `10.5.3.1`, the bridge's own address
  record Network(NetworkSpec spec, String bridge, String subnet, String gateway) {}

  /// An open sandbox: what a record of it holds.
  ///
  /// @param namespace the pinned network namespace
  record Sandbox(
      SandboxSpec spec, Path namespace, List<Endpoint> endpoints, List<PublishedPort> ports) {
    public Sandbox {
      endpoints = List.copyOf(endpoints);
      ports = List.copyOf(ports);
    }
  }

  /// A sandbox's place in a network.
  ///
  /// @param endpointId 64 hexadecimal digits
  /// @param interfaceName inside the sandbox, `eth0`
  /// @param address without prefix length
  /// @param macAddress `02:42:0a:05:03:02`
  record Endpoint(
      String endpointId,
      String networkId,
      String interfaceName,
      String address,
      int prefixLength,
      String gateway,
      String macAddress) {}

  /// @param hostAddress `0.0.0.0` for all
  /// @param protocol `tcp` or `udp`
  record PublishedPort(String hostAddress, int hostPort, int containerPort, String protocol) {}
}

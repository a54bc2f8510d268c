package io.davit.network;

import java.util.List;

/// A container's network as wanted.
///
/// @param id the container's
/// @param containerName resolves on each of its networks; likewise the first 12 digits of the id
/// @param endpoints the first one is connected first and gives the default route, unless a
///   gatewayPriority says otherwise; none: only the loopback interface
/// @param dns servers to forward to instead of the machine's
public record SandboxSpec(
    String id,
    String containerName,
    String hostname,
    List<EndpointSpec> endpoints,
    List<PortSpec> ports,
    List<String> dns) {
  public SandboxSpec {
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
    dns = List.copyOf(dns);
  }

  /// @param hostAddress empty for all
  /// @param hostPortFrom with `hostPortTo`, the range from which a free port is taken; 0 and 0: any
  public record PortSpec(
      String hostAddress, int hostPortFrom, int hostPortTo, int containerPort, String protocol) {}
}

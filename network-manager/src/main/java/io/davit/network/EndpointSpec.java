package io.davit.network;

import java.util.List;
import java.util.Optional;

/// A connection to a network as wanted.
///
/// @param aliases further names of the sandbox on that network, shared by replicas in rotation
/// @param address a static IPv4 address
/// @param gatewayPriority the endpoint with the highest gives the default route
public record EndpointSpec(
    String networkId,
    List<String> aliases,
    Optional<String> address,
    Optional<String> macAddress,
    Optional<String> interfaceName,
    int gatewayPriority) {
  public EndpointSpec {
    aliases = List.copyOf(aliases);
  }
}

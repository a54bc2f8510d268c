package io.davit.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A connection to a network as wanted.
///
/// @param aliases further names of the sandbox on that network, shared by replicas in rotation
/// @param links names that this sandbox alone knows, and what they stand for on that network
/// @param address a static IPv4 address
/// @param gatewayPriority the endpoint with the highest gives the default route
public record EndpointSpec(
    String networkId,
    List<String> aliases,
    Map<String, String> links,
    Optional<String> address,
    Optional<String> macAddress,
    Optional<String> interfaceName,
    int gatewayPriority) {
  public EndpointSpec {
    aliases = List.copyOf(aliases);
    links = Map.copyOf(links);
  }
}

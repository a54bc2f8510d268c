package io.davit.executor.container;

import io.davit.executor.container.Containers.NetworkConfig;
import io.davit.executor.container.Containers.NetworkRecord;
import io.davit.network.NetworkSpec;
import io.davit.network.Networks.Network;
import java.util.Optional;

/// What is kept of a network.
///
/// @param schema of this record; 1
/// @param network as it was made; empty for the default bridge before its first use, and for the
///   networks that are none
record NetworkEntry(
    int schema, String id, String created, NetworkConfig config, Optional<Network> network) {
  NetworkRecord shown() {
    return new NetworkRecord(
        id,
        network.map(Network::subnet).orElse(""),
        network.map(Network::gateway).orElse(""),
        created,
        config);
  }

  NetworkEntry made(Network made) {
    return new NetworkEntry(schema, id, created, config, Optional.of(made));
  }

  /// What the network room is asked for. The driver's options are Docker's.
  NetworkSpec spec() {
    return new NetworkSpec(
        id,
        config.name(),
        config.subnet(),
        config.ipRange(),
        config.gateway(),
        config.internal(),
        option("com.docker.network.bridge.enable_icc", true),
        option("com.docker.network.bridge.enable_ip_masquerade", true),
        mtu());
  }

  private boolean option(String key, boolean fallback) {
    String value = config.options().get(key);
    return value == null ? fallback : !value.equals("false") && !value.equals("0");
  }

  private int mtu() {
    String value = config.options().getOrDefault("com.docker.network.driver.mtu", "0");
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new io.davit.problem.InvalidInput(
          "\"" + value + "\" is no mtu",
          new io.davit.problem.Resource("network", config.name()),
          "give a whole number of bytes");
    }
  }
}

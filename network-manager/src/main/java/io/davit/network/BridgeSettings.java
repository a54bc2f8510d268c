package io.davit.network;

import io.davit.kernel.netns.NetworkNamespace;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What [BridgeNetworks] must know of the engine and the machine.
///
/// @param instance four or more hexadecimal digits that tell this engine from others on the machine
/// @param run the engine's runtime directory; pins are kept below `netns/`
/// @param pools where subnets are cut from, the preferred block first
/// @param host the network namespace that plays the machine
/// @param resolvConf the machine's resolv.conf(5)
/// @param random safe for concurrent use and not to be guessed
public record BridgeSettings(
    String instance,
    Path run,
    List<Cidr> pools,
    NetworkNamespace host,
    Path resolvConf,
    RandomGenerator random,
    InstantSource clock) {
  private static final List<Cidr> POOLS =
      java.util.stream.Stream.of("10.64.0.0/10", "172.16.0.0/12")
          .map(Cidr::parse)
          .flatMap(Optional::stream)
          .toList();

  public BridgeSettings {
    pools = List.copyOf(pools);
  }

  /// The usual ones.
  public static BridgeSettings of(String instance, Path run) {
    return new BridgeSettings(
        instance,
        run,
        POOLS,
        new NetworkNamespace.Own(),
        Path.of("/etc/resolv.conf"),
        new SecureRandom(),
        Clock.systemUTC());
  }

  /// With another namespace in the place of the machine's.
  public BridgeSettings withHost(NetworkNamespace namespace) {
    return new BridgeSettings(instance, run, pools, namespace, resolvConf, random, clock);
  }

  public BridgeSettings withResolvConf(Path file) {
    return new BridgeSettings(instance, run, pools, host, file, random, clock);
  }
}

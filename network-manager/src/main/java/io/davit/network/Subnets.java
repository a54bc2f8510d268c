package io.davit.network;

import io.davit.problem.Conflict;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.List;
import java.util.Optional;

/// Chooses and checks the subnets of networks. Pure.
final class Subnets {
  private static final int SUBNET_PREFIX = 24;

  private final List<Cidr> pools;

  /// @param pools blocks from which subnets are cut, the preferred one first
  Subnets(List<Cidr> pools) {
    this.pools = List.copyOf(pools);
  }

  /// A block that is in use on the machine.
  ///
  /// @param owner for a person: `network "shop_default"`, `the route by tun0`
  /// @param connected whether its addresses are directly reached, not by a gateway
  record Taken(Cidr block, String owner, boolean connected) {}

  /// The first /24 of the pools that overlaps nothing.
  Cidr choose(String network, List<Taken> taken) {
    for (Cidr pool : pools) {
      Optional<Cidr> free = firstFree(pool, taken);
      if (free.isPresent()) {
        return free.get();
      }
    }
    throw new Conflict(
        "no subnet is free for network \"%s\": networks and routes of this machine cover %s"
            .formatted(network, pools),
        new Resource("network", network),
        "remove networks that nobody uses (davit network ls), or name a subnet under ipam");
  }

  private static Optional<Cidr> firstFree(Cidr pool, List<Taken> taken) {
    int prefix = Math.max(SUBNET_PREFIX, pool.prefixLength());
    long step = 1L << (32 - prefix);
    long offset = 0;
    while (offset < pool.size()) {
      Cidr candidate = new Cidr((int) (pool.base() + offset), prefix);
      long next = offset + step;
      boolean free = true;
      for (Taken other : taken) {
        if (other.block().overlaps(candidate)) {
          free = false;
          long end = Integer.toUnsignedLong(other.block().last()) + 1;
          next = Math.max(next, end - Integer.toUnsignedLong(pool.base()));
        }
      }
      if (free) {
        return Optional.of(candidate);
      }
      offset = (next + step - 1) / step * step;
    }
    return Optional.empty();
  }

  /// Checks a subnet that the user named. A wider route by a gateway (a VPN's `10.0.0.0/8`) is no
  /// obstacle: the network's own route is more specific, and the user chose it.
  ///
  /// @throws Conflict naming the network or the route that it overlaps
  static void check(String network, Cidr subnet, List<Taken> taken) {
    for (Taken other : taken) {
      boolean widerByGateway =
          !other.connected()
              && other.block().contains(subnet)
              && other.block().prefixLength() < subnet.prefixLength();
      if (other.block().overlaps(subnet) && !widerByGateway) {
        throw new Conflict(
            "subnet %s of network \"%s\" overlaps %s (%s)"
                .formatted(subnet, network, other.owner(), other.block()),
            new Resource("network", network),
            "choose another subnet, or leave it out to have a free one chosen");
      }
    }
  }

  /// The block that a network's spec names.
  static Cidr parse(String network, String what, String text) {
    return Cidr.parse(text)
        .orElseThrow(
            () ->
                new InvalidInput(
                    "%s \"%s\" of network \"%s\" is not an IPv4 block"
                        .formatted(what, text, network),
                    new Resource("network", network),
                    "write it as 10.5.3.0/24"));
  }

  /// The bridge's own address: the wanted one, or the first of the range or subnet.
  static int gateway(String network, Cidr subnet, Cidr range, Optional<String> wanted) {
    if (subnet.prefixLength() > 30) {
      throw new InvalidInput(
          "subnet %s of network \"%s\" has no room for a gateway and a container"
              .formatted(subnet, network),
          new Resource("network", network),
          "choose a subnet of at least 4 addresses (/30)");
    }
    if (!subnet.contains(range)) {
      throw new InvalidInput(
          "ip_range %s is not inside subnet %s of network \"%s\"".formatted(range, subnet, network),
          new Resource("network", network),
          "choose a part of " + subnet);
    }
    return wanted
        .map(
            text ->
                Cidr.parseAddress(text)
                    .filter(subnet::contains)
                    .filter(address -> address != subnet.base() && address != subnet.last())
                    .orElseThrow(
                        () ->
                            new InvalidInput(
                                "gateway \"%s\" is not an address in subnet %s of network \"%s\""
                                    .formatted(text, subnet, network),
                                new Resource("network", network),
                                "choose an address of " + subnet)))
        .orElse(subnet.base() + 1);
  }
}

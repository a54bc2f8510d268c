package io.davit.network;

import io.davit.problem.Conflict;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The addresses of one network. What is in use follows from the endpoints that hold them; beyond
/// that it only remembers which container had which address, so that one that comes back gets the
/// same (peers with a cached address still reach it). Confined to its owner's lock.
final class AddressPool {
  private final String network;
  private final Cidr subnet;
  private final Cidr range;
  private final int gateway;
  private final Map<Integer, String> holders = new HashMap<>();
  private final Map<String, Integer> remembered = new HashMap<>();
  private final Map<Integer, String> rememberedBy = new HashMap<>();

  /// @param range where addresses are taken from, inside the subnet
  AddressPool(String network, Cidr subnet, Cidr range, int gateway) {
    this.network = network;
    this.subnet = subnet;
    this.range = range;
    this.gateway = gateway;
  }

  /// An address for a container: the wanted one, or the one it had before, or the lowest that
  /// nobody holds, preferably one that nobody is remembered for.
  ///
  /// @throws Conflict when the wanted address, or every address, is held
  /// @throws InvalidInput when the wanted address is not in the subnet
  int take(String container, Optional<String> wanted) {
    int address = wanted.map(this::requested).orElseGet(() -> choose(container));
    hold(container, address);
    return address;
  }

  /// Notes that a container holds an address, also one outside the range.
  void hold(String container, int address) {
    holders.put(address, container);
    Integer before = remembered.put(container, address);
    if (before != null && before != address) {
      rememberedBy.remove(before);
    }
    String other = rememberedBy.put(address, container);
    if (other != null && !other.equals(container)) {
      remembered.remove(other);
    }
  }

  /// The address that a container had before.
  Optional<Integer> remembered(String container) {
    return Optional.ofNullable(remembered.get(container));
  }

  void release(int address) {
    holders.remove(address);
  }

  /// Releases an address that was never used, and does not remember it.
  void giveBack(String container, int address) {
    release(address);
    if (remembered.remove(container, address)) {
      rememberedBy.remove(address);
    }
  }

  private int requested(String text) {
    int address =
        Cidr.parseAddress(text)
            .filter(subnet::contains)
            .filter(this::assignable)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        "address \"%s\" is not one that a container can have in network \"%s\" (%s)"
                            .formatted(text, network, subnet),
                        new Resource("network", network),
                        "choose an address of " + subnet + " other than the gateway's"));
    String holder = holders.get(address);
    if (holder != null) {
      throw new Conflict(
          "address %s is taken by container \"%s\"".formatted(text, holder),
          new Resource("network", network),
          "choose another address, or remove that container");
    }
    return address;
  }

  private int choose(String container) {
    Integer before = remembered.get(container);
    if (before != null && !holders.containsKey(before) && range.contains(before)) {
      return before;
    }
    Optional<Integer> unclaimed = lowest(true);
    return unclaimed
        .or(() -> lowest(false))
        .orElseThrow(
            () ->
                new Conflict(
                    "network \"%s\" has no free address left in %s".formatted(network, range),
                    new Resource("network", network),
                    "give it a larger subnet or ip_range, or remove containers from it"));
  }

  private Optional<Integer> lowest(boolean unclaimedOnly) {
    for (long offset = 0; offset < range.size(); offset++) {
      int address = (int) (range.base() + offset);
      if (assignable(address)
          && !holders.containsKey(address)
          && !(unclaimedOnly && rememberedBy.containsKey(address))) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  private boolean assignable(int address) {
    boolean edge =
        subnet.prefixLength() < 31 && (address == subnet.base() || address == subnet.last());
    return !edge && address != gateway;
  }
}

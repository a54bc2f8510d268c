package io.davit.network.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which names have which addresses, network by network. Names are compared without regard to case.
/// Safe for concurrent use; a query never waits for a change.
public final class NameTable {
  private final Map<String, NetworkNames> networks = new ConcurrentHashMap<>();

  /// @param name lower case
  private record NetworkNames(
      String name, Map<String, List<Integer>> addresses, Map<Integer, Entry> entries) {}

  /// @param primary the name that an address leads back to
  private record Entry(String primary, List<String> names) {}

  public void addNetwork(String networkId, String name) {
    networks.putIfAbsent(
        networkId,
        new NetworkNames(
            name.toLowerCase(Locale.ROOT), new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
  }

  public void removeNetwork(String networkId) {
    networks.remove(networkId);
  }

  /// Gives an address names; those that it had are forgotten.
  ///
  /// @param names the first one is its primary name
  public void add(String networkId, int address, List<String> names) {
    remove(networkId, address);
    NetworkNames network = networks.get(networkId);
    if (network == null) {
      return;
    }
    List<String> distinct =
        names.stream()
            .filter(name -> !name.isEmpty())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
    network.entries().put(address, new Entry(names.getFirst(), distinct));
    for (String name : distinct) {
      network
          .addresses()
          .merge(
              name,
              List.of(address),
              (before, added) -> {
                List<Integer> all = new ArrayList<>(before);
                all.addAll(added);
                return List.copyOf(all);
              });
    }
  }

  public void remove(String networkId, int address) {
    NetworkNames network = networks.get(networkId);
    Entry entry = network == null ? null : network.entries().remove(address);
    if (network == null || entry == null) {
      return;
    }
    for (String name : entry.names()) {
      network
          .addresses()
          .computeIfPresent(
              name,
              (_, before) -> {
                List<Integer> rest = before.stream().filter(one -> one != address).toList();
                return rest.isEmpty() ? null : rest;
              });
    }
  }

  /// The addresses of a name: of the first network that knows it, as `name` or `name.network`.
  ///
  /// @param name lower case
  List<Integer> addresses(List<String> networkIds, String name) {
    for (String id : networkIds) {
      NetworkNames network = networks.get(id);
      if (network == null) {
        continue;
      }
      List<Integer> found = network.addresses().get(name);
      String suffix = "." + network.name();
      if (found == null && name.endsWith(suffix)) {
        found = network.addresses().get(name.substring(0, name.length() - suffix.length()));
      }
      if (found != null) {
        return found;
      }
    }
    return List.of();
  }

  /// `container.network` for an address.
  Optional<String> name(List<String> networkIds, int address) {
    for (String id : networkIds) {
      NetworkNames network = networks.get(id);
      Entry entry = network == null ? null : network.entries().get(address);
      if (network != null && entry != null) {
        return Optional.of(entry.primary() + "." + network.name());
      }
    }
    return Optional.empty();
  }
}

package io.davit.executor.container;

import io.davit.executor.container.Containers.NetworkConfig;
import io.davit.executor.store.RecordStore;
import io.davit.executor.store.Tree;
import io.davit.network.Networks;
import io.davit.problem.Conflict;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import io.davit.problem.Unsupported;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/// The networks, by id: what users made, and Docker's three of old: `bridge`, `host` and `none`.
///
/// The default bridge is made in the kernel when the first container needs it.
final class NetworkShelf {
  static final String BRIDGE = "bridge";
  static final String HOST = "host";
  static final String NONE = "none";
  private static final Set<String> PREDEFINED = Set.of(BRIDGE, HOST, NONE);
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  private final RecordStore<NetworkEntry> store;
  private final Networks networks;
  private final EventLog events;
  private final Clock clock;
  private final Ids ids;
  private final Map<String, NetworkEntry> byId = new ConcurrentHashMap<>();

  NetworkShelf(Path directory, Networks networks, EventLog events, Clock clock, Ids ids) {
    this.store = new RecordStore<>(directory, "network.json", NetworkEntry.class);
    this.networks = networks;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
  }

  /// Reads the records, removes what a cut creation left, and adds the predefined networks where
  /// they are new.
  ///
  /// @return what cannot be read
  Collection<StorageFailed> load() {
    RecordStore.Scan<NetworkEntry> scan = store.scan();
    scan.records().forEach(entry -> byId.put(entry.id(), entry));
    scan.orphans().forEach(id -> Tree.remove(store.directory(id)));
    predefine(BRIDGE, "bridge");
    predefine(HOST, "host");
    predefine(NONE, "null");
    return scan.damaged().values();
  }

  private void predefine(String name, String driver) {
    if (named(name).isEmpty()) {
      NetworkConfig config =
          new NetworkConfig(
              name,
              driver,
              false,
              false,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Map.of(),
              Map.of());
      keep(new NetworkEntry(1, ids.next(), now(), config, Optional.empty()));
    }
  }

  private void keep(NetworkEntry entry) {
    store.save(entry.id(), entry);
    byId.put(entry.id(), entry);
  }

  List<NetworkEntry> all() {
    return byId.values().stream()
        .sorted(Comparator.comparing((NetworkEntry entry) -> entry.config().name()))
        .toList();
  }

  Optional<NetworkEntry> named(String name) {
    return byId.values().stream().filter(entry -> entry.config().name().equals(name)).findFirst();
  }

  /// By id, name or a unique prefix of an id.
  Optional<NetworkEntry> find(String reference) {
    NetworkEntry exact = byId.get(reference);
    if (exact != null) {
      return Optional.of(exact);
    }
    return named(reference)
        .or(
            () -> {
              List<NetworkEntry> matches =
                  byId.values().stream()
                      .filter(entry -> !reference.isEmpty() && entry.id().startsWith(reference))
                      .limit(2)
                      .toList();
              return matches.size() == 1 ? Optional.of(matches.getFirst()) : Optional.empty();
            });
  }

  NetworkEntry get(String reference) {
    return find(reference)
        .orElseThrow(
            () ->
                new NotFound(
                    "network " + reference + " not found",
                    new Resource("network", reference),
                    "list the networks with \"davit network ls\""));
  }

  /// Names of networks that exist in the kernel, for those who restore them.
  List<Networks.Network> made() {
    return all().stream().flatMap(entry -> entry.network().stream()).toList();
  }

  synchronized NetworkEntry create(NetworkConfig config) {
    checkName(config.name());
    String driver = config.driver().isEmpty() ? "bridge" : config.driver();
    if (!driver.equals("bridge")) {
      throw new Unsupported(
          "networks of driver \"" + driver + "\" are not supported",
          new Resource("network", config.name()),
          "use the driver bridge");
    }
    NetworkConfig wanted =
        new NetworkConfig(
            config.name(),
            driver,
            config.internal(),
            config.attachable(),
            config.subnet(),
            config.ipRange(),
            config.gateway(),
            config.options(),
            config.labels());
    NetworkEntry planned = new NetworkEntry(1, ids.next(), now(), wanted, Optional.empty());
    Networks.Network made = networks.create(planned.spec());
    NetworkEntry entry = planned.made(made);
    try {
      keep(entry);
    } catch (StorageFailed failure) {
      networks.remove(entry.id());
      throw failure;
    }
    events.publish("network", "create", entry.id(), attributes(entry));
    return entry;
  }

  private void checkName(String name) {
    if (named(name).isPresent()) {
      throw new Conflict(
          "network with name " + name + " already exists",
          new Resource("network", name),
          "remove it with \"davit network rm " + name + "\", or choose another name");
    }
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInput(
          "\"" + name + "\" is no name for a network",
          new Resource("network", name),
          "use letters, digits, \"_\", \".\" and \"-\"");
    }
  }

  /// The network as the kernel has it; makes the default bridge.
  synchronized Networks.Network ensureMade(String id) {
    NetworkEntry entry = get(id);
    if (entry.network().isPresent()) {
      return entry.network().get();
    }
    Networks.Network made = networks.create(entry.spec());
    keep(entry.made(made));
    return made;
  }

  /// The kernel takes its time to remove a bridge: other networks are not kept waiting. What an
  /// engine that ends in the middle leaves of it, the next one removes, as it knows no such
  /// network.
  void remove(String reference) {
    NetworkEntry entry = get(reference);
    if (PREDEFINED.contains(entry.config().name())) {
      throw new Conflict(
          entry.config().name() + " is a pre-defined network and cannot be removed",
          new Resource("network", entry.config().name()),
          "leave it");
    }
    AtomicBoolean forgotten = new AtomicBoolean();
    networks.remove(entry.id(), () -> forgotten.set(forget(entry)));
    if (forgotten.get()) {
      events.publish("network", "destroy", entry.id(), attributes(entry));
    }
  }

  /// @return false when somebody else removed it at the same time
  private synchronized boolean forget(NetworkEntry entry) {
    if (byId.remove(entry.id()) == null) {
      return false;
    }
    store.delete(entry.id());
    Tree.remove(store.directory(entry.id()));
    return true;
  }

  void announce(String action, String networkId, String containerId) {
    find(networkId)
        .ifPresent(
            entry -> {
              Map<String, String> attributes = new java.util.LinkedHashMap<>(attributes(entry));
              attributes.put("container", containerId);
              events.publish("network", action, networkId, attributes);
            });
  }

  private static Map<String, String> attributes(NetworkEntry entry) {
    return Map.of("name", entry.config().name(), "type", entry.config().driver());
  }

  private String now() {
    return Timestamps.text(clock.instant());
  }
}

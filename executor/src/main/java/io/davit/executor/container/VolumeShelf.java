package io.davit.executor.container;

import io.davit.executor.container.Containers.VolumeRecord;
import io.davit.executor.store.RecordStore;
import io.davit.executor.store.Tree;
import io.davit.problem.Conflict;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import io.davit.problem.Unsupported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The volumes: directories that outlive containers.
///
/// Of the driver's options only the bind of a host directory is there: `type: none`, `o: bind`,
/// `device: /path`.
final class VolumeShelf {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  private static final Set<String> BIND_OPTIONS = Set.of("type", "o", "device");

  /// Docker's label of a volume that belongs to one container.
  static final String ANONYMOUS = "com.docker.volume.anonymous";

  private final RecordStore<VolumeRecord> store;
  private final EventLog events;
  private final Clock clock;
  private final Map<String, VolumeRecord> volumes = new ConcurrentHashMap<>();

  VolumeShelf(Path directory, EventLog events, Clock clock) {
    this.store = new RecordStore<>(directory, "volume.json", VolumeRecord.class);
    this.events = events;
    this.clock = clock;
  }

  /// Reads the records; removes what a cut creation left.
  ///
  /// @return what cannot be read
  Collection<StorageFailed> load() {
    RecordStore.Scan<VolumeRecord> scan = store.scan();
    scan.records().forEach(record -> volumes.put(record.name(), record));
    scan.orphans().forEach(name -> Tree.remove(store.directory(name)));
    return scan.damaged().values();
  }

  List<VolumeRecord> all() {
    return volumes.values().stream().sorted(Comparator.comparing(VolumeRecord::name)).toList();
  }

  Optional<VolumeRecord> find(String name) {
    return Optional.ofNullable(volumes.get(name));
  }

  VolumeRecord get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new NotFound(
                    "get " + name + ": no such volume",
                    new Resource("volume", name),
                    "list the volumes with \"davit volume ls\""));
  }

  /// @return whether it is new
  synchronized boolean create(
      String name, Map<String, String> options, Map<String, String> labels) {
    VolumeRecord existing = volumes.get(name);
    if (existing != null) {
      if (!options.isEmpty() && !existing.options().equals(options)) {
        throw new Conflict(
            "volume \"" + name + "\" exists with other options: " + existing.options(),
            new Resource("volume", name),
            "remove it with \"davit volume rm " + name + "\", or choose another name");
      }
      return false;
    }
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInput(
          "\"" + name + "\" is no name for a volume: only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed",
          new Resource("volume", name),
          "give an absolute path when a directory of the host was meant");
    }
    Path data = data(name, options);
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new StorageFailed(
          "cannot make the directory of volume \"" + name + "\": " + e.getMessage(),
          Optional.of(new Resource("volume", name)),
          Optional.of("see that the disk has space"),
          e);
    }
    String created = Timestamps.text(clock.instant());
    VolumeRecord record = new VolumeRecord(name, data.toString(), created, options, labels);
    store.save(name, record);
    volumes.put(name, record);
    events.publish("volume", "create", name, Map.of("driver", "local"));
    return true;
  }

  private Path data(String name, Map<String, String> options) {
    if (options.isEmpty()) {
      return store.directory(name).resolve("_data");
    }
    String device = options.getOrDefault("device", "");
    boolean bind =
        BIND_OPTIONS.containsAll(options.keySet())
            && List.of(options.getOrDefault("o", "").split(",")).contains("bind")
            && device.startsWith("/");
    if (!bind) {
      throw new Unsupported(
          "driver options " + options + " of volume \"" + name + "\" are not supported",
          new Resource("volume", name),
          "use none, or type: none, o: bind, device: /a/directory");
    }
    if (!Files.isDirectory(Path.of(device))) {
      throw new InvalidInput(
          "the directory \"" + device + "\" of volume \"" + name + "\" does not exist",
          new Resource("path", device),
          "create it");
    }
    return Path.of(device);
  }

  /// @param users names of the containers that use a volume
  synchronized void remove(String name, boolean force, Function<String, List<String>> users) {
    if (volumes.get(name) == null && force) {
      return;
    }
    get(name);
    List<String> inUse = users.apply(name);
    if (!inUse.isEmpty()) {
      throw new Conflict(
          "remove " + name + ": volume is in use - [" + String.join(", ", inUse) + "]",
          new Resource("volume", name),
          "remove these containers first");
    }
    store.delete(name);
    volumes.remove(name);
    Tree.remove(store.directory(name));
    events.publish("volume", "destroy", name, Map.of("driver", "local"));
  }
}

package io.davit.runtime.cgroup;

import io.davit.problem.Failure;
import io.davit.runtime.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Version 1: one directory per controller.
final class CgroupsV1 implements Cgroups {
  /// Those that every container is a member of. `cpuset` and `blkio` only matter with a limit, and
  /// a new cpuset is unusable until it was filled in.
  private static final List<String> ALWAYS =
      List.of("memory", "pids", "devices", "freezer", "cpuacct", "cpu");

  private static final String CPUSET = "cpuset";

  private final Map<String, Path> mounts;
  private final String parent;

  /// Where [#create] makes directories, if anywhere.
  private final List<Path> parentsOfContainers;

  /// By mount. Who asks while another makes one waits for it.
  private final Map<Path, Path> parents = new ConcurrentHashMap<>();

  CgroupsV1(CgroupMounts mounts, String parent) {
    this.mounts = mounts.version1();
    this.parent = parent;
    this.parentsOfContainers =
        Stream.concat(ALWAYS.stream(), Stream.of(CPUSET))
            .flatMap(controller -> Optional.ofNullable(this.mounts.get(controller)).stream())
            .map(mount -> mount.resolve(parent))
            .distinct()
            .toList();
  }

  @Override
  public Cgroup create(String id, Resources resources, List<DeviceRule> devices) {
    Map<String, Path> directories = new LinkedHashMap<>();
    for (String controller : ALWAYS) {
      Path mount = mounts.get(controller);
      if (mount != null) {
        directories.put(controller, parent(mount).resolve(id));
      }
    }
    Path cpuset = mounts.get(CPUSET);
    boolean pinned = !resources.cpusetCpus().isEmpty() || !resources.cpusetMems().isEmpty();
    if (pinned && cpuset != null) {
      directories.put(CPUSET, parent(cpuset).resolve(id));
    }
    CgroupV1 group = new CgroupV1(id, directories);
    try {
      new LinkedHashSet<>(directories.values()).forEach(GroupDirectory::make);
      if (pinned && cpuset != null) {
        CgroupV1.inheritCpuset(parent(cpuset), cpuset);
        CgroupV1.inheritCpuset(parent(cpuset).resolve(id), parent(cpuset));
      }
      group.allow(devices);
      group.apply(resources);
    } catch (Failure e) {
      try {
        group.remove();
      } catch (Failure cleanup) {
        e.addSuppressed(cleanup);
      }
      throw e;
    }
    return group;
  }

  @Override
  public Cgroup find(String id) {
    Map<String, Path> directories = new LinkedHashMap<>();
    mounts.forEach(
        (controller, mount) -> {
          Path directory = mount.resolve(parent).resolve(id);
          if (Files.isDirectory(directory)) {
            directories.put(controller, directory);
          }
        });
    return new CgroupV1(id, directories);
  }

  @Override
  public boolean holds(String id) {
    for (Path groups : parentsOfContainers) {
      if (Files.isDirectory(groups.resolve(id))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Set<String> present() {
    Set<String> ids = new LinkedHashSet<>();
    mounts.values().forEach(mount -> ids.addAll(GroupDirectory.children(mount.resolve(parent))));
    return ids;
  }

  @Override
  public void removeParent() {
    parents.clear();
    mounts.values().forEach(mount -> GroupDirectory.removeIfEmpty(mount.resolve(parent)));
  }

  @Override
  public List<String> version1Hierarchies() {
    return mounts.values().stream()
        .map(mount -> mount.getFileName().toString())
        .distinct()
        .sorted()
        .toList();
  }

  private Path parent(Path mount) {
    return parents.computeIfAbsent(
        mount,
        known -> {
          Path directory = known.resolve(parent);
          GroupDirectory.make(directory);
          return directory;
        });
  }
}

package io.davit.runtime.cgroup;

import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the hierarchies are mounted, as /proc/self/mountinfo tells (proc_pid_mountinfo(5)).
///
/// @param version1 mount points by controller
record CgroupMounts(Map<String, Path> version1, Optional<Path> version2) {
  private static final Set<String> CONTROLLERS =
      Set.of("cpu", "cpuacct", "cpuset", "memory", "pids", "devices", "freezer", "blkio");

  boolean hasVersion1(String controller) {
    return version1.containsKey(controller);
  }

  static CgroupMounts read() {
    Path file = Path.of("/proc/self/mountinfo");
    try {
      return parse(Files.readAllLines(file));
    } catch (IOException e) {
      throw new StorageFailed(
          "cannot read " + file,
          Optional.of(new Resource("path", file.toString())),
          Optional.of("mount /proc"),
          e);
    }
  }

  static CgroupMounts parse(List<String> mountInfo) {
    Map<String, Path> version1 = new LinkedHashMap<>();
    Optional<Path> version2 = Optional.empty();
    for (String line : mountInfo) {
      int separator = line.indexOf(" - ");
      String[] fields = line.substring(0, separator).split(" ", -1);
      String[] fileSystem = line.substring(separator + 3).split(" ", -1);
      Path at = Path.of(fields[4]);
      switch (fileSystem[0]) {
        case "cgroup" -> {
          for (String option : fileSystem[2].split(",", -1)) {
            if (CONTROLLERS.contains(option)) {
              version1.putIfAbsent(option, at);
            }
          }
        }
        case "cgroup2" -> version2 = version2.or(() -> Optional.of(at));
        default -> {}
      }
    }
    return new CgroupMounts(version1, version2);
  }
}

package io.davit.runtime.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Groups whose paths are the same on every machine.
public final class KnownGroups {
  private KnownGroups() {}

  public static Cgroup version1() {
    return version1(Path.of("/sys/fs/cgroup"));
  }

  /// Below a directory, where its files are made.
  public static Cgroup madeVersion1(Path directory) throws IOException {
    Cgroup group = version1(directory);
    for (Path file : group.joinFiles()) {
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    return group;
  }

  private static Cgroup version1(Path root) {
    Map<String, Path> directories = new LinkedHashMap<>();
    directories.put("memory", root.resolve("memory/davit/c1"));
    directories.put("cpu", root.resolve("cpu,cpuacct/davit/c1"));
    directories.put("cpuacct", root.resolve("cpu,cpuacct/davit/c1"));
    return new CgroupV1("c1", directories);
  }

  /// @param directory there, and opened for each launch
  public static Cgroup version2(Path directory) {
    return new CgroupV2(directory);
  }
}

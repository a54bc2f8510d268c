package io.davit.runtime.cgroup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Groups whose paths are the same on every machine.
public final class KnownGroups {
  private KnownGroups() {}

  public static Cgroup version1() {
    Map<String, Path> directories = new LinkedHashMap<>();
    directories.put("memory", Path.of("/sys/fs/cgroup/memory/davit/c1"));
    directories.put("cpu", Path.of("/sys/fs/cgroup/cpu,cpuacct/davit/c1"));
    directories.put("cpuacct", Path.of("/sys/fs/cgroup/cpu,cpuacct/davit/c1"));
    return new CgroupV1("c1", directories);
  }

  /// @param directory there, and opened for each launch
  public static Cgroup version2(Path directory) {
    return new CgroupV2(directory);
  }
}

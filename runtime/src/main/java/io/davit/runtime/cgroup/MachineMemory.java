package io.davit.runtime.cgroup;

import java.nio.file.Path;

/// What a container without a limit can use: the machine's memory (proc_meminfo(5)).
final class MachineMemory {
  private MachineMemory() {}

  static long bytes() {
    return ControlFile.read(Path.of("/proc/meminfo"))
        .lines()
        .filter(line -> line.startsWith("MemTotal:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}

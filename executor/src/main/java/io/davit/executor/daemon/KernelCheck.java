package io.davit.executor.daemon;

import io.davit.problem.KernelRefused;
import io.davit.problem.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whether this machine can run containers at all: told at the start, each lack in a sentence,
/// instead of by the first container that fails.
final class KernelCheck {
  private final Path proc;
  private final Path sys;

  /// @param proc `/proc`, or what plays it in a test; likewise sys
  KernelCheck(Path proc, Path sys) {
    this.proc = proc;
    this.sys = sys;
  }

  /// @throws KernelRefused for the first thing that is missing
  void run() throws IOException {
    if (!effectiveUser().equals("0")) {
      throw missing(
          "the engine needs root, and runs as user " + effectiveUser(), "run it with sudo");
    }
    if (!Files.readString(proc.resolve("filesystems")).contains("\toverlay\n")
        && !Files.isDirectory(sys.resolve("module/overlay"))) {
      throw missing("the kernel has no overlayfs", "load it: modprobe overlay");
    }
    for (String namespace : List.of("mnt", "pid", "net", "uts", "ipc", "cgroup")) {
      if (!Files.exists(proc.resolve("self/ns").resolve(namespace))) {
        throw missing(
            "the kernel has no " + namespace + " namespaces",
            "run a kernel with CONFIG_NAMESPACES and its options");
      }
    }
    if (!Files.isDirectory(sys.resolve("fs/cgroup"))) {
      throw missing("no cgroups are mounted below /sys/fs/cgroup", "mount them, as systemd does");
    }
  }

  private String effectiveUser() throws IOException {
    for (String line : Files.readAllLines(proc.resolve("self/status"), StandardCharsets.UTF_8)) {
      if (line.startsWith("Uid:")) {
        return line.split("\\s+", -1)[2];
      }
    }
    return "unknown";
  }

  private static KernelRefused missing(String what, String fix) {
    return new KernelRefused(what, new Resource("machine", "this one"), fix);
  }
}

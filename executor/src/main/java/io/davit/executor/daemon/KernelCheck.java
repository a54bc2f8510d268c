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
  private final Path modules;

  /// @param proc `/proc`, or what plays it in a test; likewise sys
  /// @param modules `/lib/modules`
  KernelCheck(Path proc, Path sys, Path modules) {
    this.proc = proc;
    this.sys = sys;
    this.modules = modules;
  }

  /// @throws KernelRefused for the first thing that is missing
  void run() throws IOException {
    if (!effectiveUser().equals("0")) {
      throw missing(
          "the engine needs root, and runs as user " + effectiveUser(), "run it with sudo");
    }
    if (!overlay()) {
      throw missing("the kernel has no overlayfs", "run a kernel with CONFIG_OVERLAY_FS");
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

  /// Built in, loaded, or a module that the first mount loads.
  private boolean overlay() throws IOException {
    if (Files.readString(proc.resolve("filesystems")).contains("\toverlay\n")) {
      return true;
    }
    String release = Files.readString(proc.resolve("sys/kernel/osrelease")).strip();
    Path index = modules.resolve(release).resolve("modules.dep");
    return Files.exists(index) && Files.readString(index).contains("/overlay.ko");
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

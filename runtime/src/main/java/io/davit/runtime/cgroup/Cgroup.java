package io.davit.runtime.cgroup;

import io.davit.kernel.Fd;
import io.davit.runtime.ContainerRuntime.Usage;
import io.davit.runtime.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One container's group.
///
/// Failures: [io.davit.problem.KernelRefused] that names the limit and what the kernel said;
/// [io.davit.problem.NotFound] when there is no such group.
public sealed interface Cgroup permits CgroupV1, CgroupV2 {
  /// Files into which a process of one thread writes `0` to join; empty for version 2.
  List<Path> joinFiles();

  /// The directory to be born in (clone3(2), `CLONE_INTO_CGROUP`); empty for version 1. The caller
  /// closes it.
  Optional<Fd> directory();

  /// Changes the limits that are set; the others stay.
  void apply(Resources resources);

  /// Stops every process where it stands; safe to call twice.
  void freeze();

  void thaw();

  /// Pids of all processes, as the host sees them.
  List<Integer> processes();

  Usage usage();

  /// How many processes the kernel killed for want of memory.
  long oomKills();

  /// Takes the group away once its processes have ended. Safe to call twice.
  void remove();
}

package io.davit.runtime.compile;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.mount.OverlayProbe;
import io.davit.problem.KernelRefused;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import io.davit.runtime.cgroup.Cgroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the compiler knows of the machine.
///
/// @param appendsLayers whether overlayfs takes layers one by one
/// @param version1Hierarchies names below /sys/fs/cgroup, `cpu,cpuacct`; empty with cgroup v2
/// @param capabilities those that the engine itself has, without `CAP_`: none can be given that is
///   not among them
public record Machine(
    boolean appendsLayers, List<String> version1Hierarchies, Set<String> capabilities) {
  public Machine {
    version1Hierarchies = List.copyOf(version1Hierarchies);
    capabilities = Set.copyOf(capabilities);
  }

  /// This one.
  ///
  /// @throws KernelRefused without overlayfs, or without the right to mount
  public static Machine observe(Cgroups cgroups) {
    try {
      return new Machine(
          OverlayProbe.appendsLayers(), cgroups.version1Hierarchies(), ownCapabilities());
    } catch (ErrnoException e) {
      throw new KernelRefused(
          "this kernel cannot stack layers with overlayfs",
          Optional.of(e.where()),
          Optional.of(
              e.is(Errno.EPERM)
                  ? "run the engine as root"
                  : "load the module overlay (modprobe overlay), or enable CONFIG_OVERLAY_FS"),
          e);
    }
  }

  private static Set<String> ownCapabilities() {
    Path status = Path.of("/proc/self/status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("CapPrm:"))
          .map(line -> Capability.names(Long.parseUnsignedLong(line.substring(7).strip(), 16)))
          .findFirst()
          .orElse(Set.of());
    } catch (IOException e) {
      throw new StorageFailed(
          "cannot read " + status,
          Optional.of(new Resource("path", status.toString())),
          Optional.of("mount /proc"),
          e);
    }
  }
}

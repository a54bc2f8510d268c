package io.davit.runtime.compile;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.FileStatus;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.runtime.DeviceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A device node to make inside a container, as it is on the host.
///
/// @param target absolute, inside the container
/// @param permissions of its mode
record DeviceNode(
    String target, FileKind kind, DeviceNumber number, int permissions, int uid, int gid) {
  private static final Set<String> OWN =
      Set.of("pts", "shm", "fd", "mqueue", "console", "ptmx", ".lxc", ".lxd-mounts", ".udev");

  /// The kernel's rule for it, `c 10:200 rwm`.
  String rule(String access) {
    char type = kind == FileKind.BLOCK_DEVICE ? 'b' : 'c';
    return "%c %d:%d %s".formatted(type, number.major(), number.minor(), access);
  }

  /// Reads them from the host: one device, or all below a directory. A link is followed to what it
  /// names, `/dev/cdrom`.
  ///
  /// @throws NotFound when there is no such device
  static List<DeviceNode> of(DeviceSpec spec) {
    Path source = spec.source();
    try {
      Path real = source.toRealPath();
      if (Files.isDirectory(real)) {
        return below(real, spec.target(), Set.of());
      }
      Path parent = Objects.requireNonNull(real.getParent());
      try (Directory directory = Directory.open(parent)) {
        FileStatus status = directory.status(real.getFileName().toString());
        if (isDevice(status)) {
          return List.of(node(spec.target(), status));
        }
      }
    } catch (IOException | ErrnoException e) {
      throw missing(source, e.getMessage(), e);
    }
    throw missing(source, "it is no device", null);
  }

  /// All of the host's, for a privileged container, but those that the container's own file systems
  /// bring along.
  static List<DeviceNode> all() {
    try {
      return below(Path.of("/dev"), "/dev", OWN);
    } catch (ErrnoException e) {
      throw missing(Path.of("/dev"), e.getMessage(), e);
    }
  }

  private static List<DeviceNode> below(Path source, String target, Set<String> skipped)
      throws ErrnoException {
    List<DeviceNode> nodes = new ArrayList<>();
    try (Directory directory = Directory.open(source)) {
      for (String name : directory.list()) {
        if (skipped.contains(name)) {
          continue;
        }
        FileStatus status = directory.status(name);
        if (isDevice(status)) {
          nodes.add(node(target + "/" + name, status));
        } else if (status.kind() == FileKind.DIRECTORY) {
          nodes.addAll(below(source.resolve(name), target + "/" + name, Set.of()));
        }
      }
    }
    return nodes;
  }

  private static boolean isDevice(FileStatus status) {
    return status.kind() == FileKind.CHARACTER_DEVICE || status.kind() == FileKind.BLOCK_DEVICE;
  }

  private static DeviceNode node(String target, FileStatus status) {
    return new DeviceNode(
        target,
        status.kind(),
        status.represented(),
        status.permissions(),
        status.uid(),
        status.gid());
  }

  private static NotFound missing(
      Path source,
      @org.jspecify.annotations.Nullable String why,
      @org.jspecify.annotations.Nullable Throwable cause) {
    return new NotFound(
        "no device " + source + ": " + why,
        Optional.of(new Resource("device", source.toString())),
        Optional.of("name a device of the host (ls -l /dev)"),
        cause);
  }
}

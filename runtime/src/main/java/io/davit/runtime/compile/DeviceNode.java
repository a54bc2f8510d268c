package io.davit.runtime.compile;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.FileStatus;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.runtime.DeviceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A device node to make inside a container, as it is on the host.
///
/// @param target absolute, inside the container
/// @param permissions of its mode
record DeviceNode(
    String target, FileKind kind, DeviceNumber number, int permissions, int uid, int gid) {
  /// The kernel's rule for it, `c 10:200 rwm`.
  String rule(String access) {
    char type = kind == FileKind.BLOCK_DEVICE ? 'b' : 'c';
    return "%c %d:%d %s".formatted(type, number.major(), number.minor(), access);
  }

  /// Reads it from the host.
  ///
  /// @throws NotFound when there is no such device
  static DeviceNode of(DeviceSpec spec) {
    Path source = spec.source();
    Path parent = Optional.ofNullable(source.getParent()).orElse(Path.of("/"));
    try (Directory directory = Directory.open(parent)) {
      FileStatus status = directory.status(source.getFileName().toString());
      if (status.kind() == FileKind.CHARACTER_DEVICE || status.kind() == FileKind.BLOCK_DEVICE) {
        return node(spec.target(), status);
      }
      throw missing(source, "it is no device", null);
    } catch (ErrnoException e) {
      throw missing(source, e.getMessage(), e);
    }
  }

  /// All of the host's, for a privileged container: those directly in /dev, which the container's
  /// own file systems do not bring along.
  static List<DeviceNode> all() {
    List<DeviceNode> nodes = new ArrayList<>();
    try (Directory dev = Directory.open(Path.of("/dev"))) {
      for (String name : dev.list()) {
        FileStatus status = dev.status(name);
        boolean device =
            status.kind() == FileKind.CHARACTER_DEVICE || status.kind() == FileKind.BLOCK_DEVICE;
        if (device && !name.equals("console") && !name.equals("ptmx")) {
          nodes.add(node("/dev/" + name, status));
        }
      }
    } catch (ErrnoException e) {
      throw missing(Path.of("/dev"), e.getMessage(), e);
    }
    return nodes;
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

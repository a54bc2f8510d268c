package io.davit.runtime;

import java.nio.file.Path;
import java.util.Optional;

/// Something to mount inside the container. Targets are absolute and resolved inside its root.
public sealed interface MountSpec {
  String target();

  /// A file or directory of the host.
  ///
  /// @param recursive whether mounts below the source come along
  /// @param propagation `private`, `rprivate`, `shared`, `rshared`, `slave`, `rslave`
  record Bind(Path source, String target, boolean readOnly, boolean recursive, String propagation)
      implements MountSpec {}

  /// @param sizeBytes empty: half of the memory
  /// @param mode permission bits of its root
  record Tmpfs(
      String target,
      Optional<Long> sizeBytes,
      int mode,
      int uid,
      int gid,
      boolean readOnly,
      boolean noExec)
      implements MountSpec {}
}

package io.davit.runtime.rootfs;

import java.util.Optional;

/// Small files of a container's root.
public sealed interface RootFiles permits LayeredFiles, LiveFiles {
  /// A file that is larger is not read: nobody has that many users.
  long MAX_BYTES = 4L << 20;

  /// Reads a regular file; symbolic links are followed inside the root.
  ///
  /// @param path absolute, inside the root
  /// @return empty when there is no such file, or it is something else
  /// @throws io.davit.problem.StorageFailed when it cannot be read, or is too large
  Optional<byte[]> read(String path);
}

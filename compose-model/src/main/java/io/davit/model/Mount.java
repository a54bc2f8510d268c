package io.davit.model;

import io.davit.problem.SourceSpan;
import java.nio.file.Path;
import java.util.Optional;

/// Something mounted into a service's containers (compose-spec 05-services.md#volumes, #tmpfs).
public sealed interface Mount {
  String target();

  SourceSpan source();

  /// A declared volume.
  ///
  /// @param volume its key under `volumes:`
  record Named(
      String volume,
      String target,
      boolean readOnly,
      boolean noCopy,
      String subpath,
      SourceSpan source)
      implements Mount {}

  /// A volume of the container's own.
  record Anonymous(String target, boolean readOnly, boolean noCopy, SourceSpan source)
      implements Mount {}

  /// A path of the host.
  ///
  /// @param createHostPath whether a missing directory is made
  /// @param propagation empty: `rprivate`
  record Bind(
      Path hostPath,
      String target,
      boolean readOnly,
      boolean createHostPath,
      boolean recursive,
      String propagation,
      SourceSpan source)
      implements Mount {}

  /// @param sizeBytes empty: half of the memory
  record Tmpfs(
      String target, Optional<Long> sizeBytes, int mode, int uid, int gid, SourceSpan source)
      implements Mount {}
}

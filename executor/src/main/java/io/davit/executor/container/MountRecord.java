package io.davit.executor.container;

import io.davit.api.ContainerSummary.MountPoint;
import java.nio.file.Path;
import java.util.Optional;

/// A mount of a container, resolved when it was created.
///
/// @param kind which of the others have a meaning
/// @param name of a volume
/// @param anonymous a volume of the container's own
/// @param source a path of the host: of a bind, of a volume's data, of a file to copy; empty for
///   tmpfs and for a file with content
/// @param create whether a missing source is made as a directory when it starts
/// @param propagation empty: `rprivate`
/// @param file what a file mount is made of
record MountRecord(
    Kind kind,
    String name,
    boolean anonymous,
    String source,
    String target,
    boolean readOnly,
    boolean create,
    boolean recursive,
    String propagation,
    Optional<TmpfsRecord> tmpfs,
    Optional<FileRecord> file) {
  enum Kind {
    BIND,
    VOLUME,
    TMPFS,
    FILE
  }

  /// @param sizeBytes 0: half of the memory
  record TmpfsRecord(long sizeBytes, int mode, int uid, int gid, boolean noExec) {}

  /// @param content empty: what the source holds
  record FileRecord(Optional<String> content, int uid, int gid, int mode) {}

  static MountRecord bind(
      Path source,
      String target,
      boolean readOnly,
      boolean create,
      boolean recursive,
      String propagation) {
    return new MountRecord(
        Kind.BIND,
        "",
        false,
        source.toString(),
        target,
        readOnly,
        create,
        recursive,
        propagation,
        Optional.empty(),
        Optional.empty());
  }

  static MountRecord volume(
      String name, boolean anonymous, Path data, String target, boolean readOnly) {
    return new MountRecord(
        Kind.VOLUME,
        name,
        anonymous,
        data.toString(),
        target,
        readOnly,
        false,
        true,
        "",
        Optional.empty(),
        Optional.empty());
  }

  static MountRecord tmpfs(String target, boolean readOnly, TmpfsRecord options) {
    return new MountRecord(
        Kind.TMPFS,
        "",
        false,
        "",
        target,
        readOnly,
        false,
        false,
        "",
        Optional.of(options),
        Optional.empty());
  }

  static MountRecord file(String source, String target, FileRecord file) {
    return new MountRecord(
        Kind.FILE,
        "",
        false,
        source,
        target,
        true,
        false,
        false,
        "",
        Optional.empty(),
        Optional.of(file));
  }

  /// As an inspection shows it; a file is a bind there.
  MountPoint point() {
    boolean isVolume = kind == Kind.VOLUME;
    return new MountPoint(
        switch (kind) {
          case BIND, FILE -> "bind";
          case VOLUME -> "volume";
          case TMPFS -> "tmpfs";
        },
        isVolume ? name : null,
        source,
        target,
        isVolume ? "local" : null,
        readOnly ? "ro" : "",
        !readOnly,
        kind == Kind.BIND ? (propagation.isEmpty() ? "rprivate" : propagation) : "");
  }
}

package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.HostConfig;
import io.davit.api.ContainerCreate.Mount;
import io.davit.executor.container.MountRecord.FileRecord;
import io.davit.executor.container.MountRecord.TmpfsRecord;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Resolves everything that a create body mounts: `Binds`, `Mounts`, `Tmpfs`, and an anonymous
/// volume for each of the image's and the body's `Volumes` that nothing else is mounted on.
///
/// A source that must exist is looked for now, so that a wrong path is told at once.
final class MountPlan {
  private static final int SECRET_MODE = 0444;

  private final Volumes volumes;
  private final Map<String, MountRecord> byTarget = new LinkedHashMap<>();

  /// Where volumes come from.
  interface Volumes {
    /// Makes it if it is new.
    ///
    /// @return its directory
    Path data(String name, Map<String, String> labels, boolean seeded, String target);

    /// Makes one with a name of its own.
    String anonymous();
  }

  MountPlan(Volumes volumes) {
    this.volumes = volumes;
  }

  List<MountRecord> resolve(ContainerCreate body, HostConfig host) {
    for (String bind : Given.list(host.binds())) {
      add(shortForm(bind));
    }
    for (Mount mount : Given.list(host.mounts())) {
      add(longForm(mount));
    }
    Given.map(host.tmpfs()).forEach((target, options) -> add(tmpfs(target, options)));
    for (String target : Given.map(body.volumes()).keySet()) {
      if (!byTarget.containsKey(clean(target))) {
        add(anonymous(target, false, true));
      }
    }
    return List.copyOf(byTarget.values());
  }

  private void add(MountRecord mount) {
    if (byTarget.put(mount.target(), mount) != null) {
      throw new InvalidInput(
          "Duplicate mount point: " + mount.target(),
          new Resource("path", mount.target()),
          "mount one thing there");
    }
  }

  /// `source:target[:options]`, `volume:target[:options]`, or a target alone.
  private MountRecord shortForm(String bind) {
    String[] parts = bind.split(":", -1);
    if (parts.length > 3 || parts[0].isEmpty()) {
      throw invalid(bind, "write source:target or source:target:ro");
    }
    if (parts.length == 1) {
      return anonymous(parts[0], false, true);
    }
    BindOptions options = BindOptions.parse(parts.length == 3 ? parts[2] : "", bind);
    String target = clean(parts[1]);
    if (parts[0].startsWith("/")) {
      return MountRecord.bind(
          Path.of(parts[0]), target, options.readOnly(), true, true, options.propagation());
    }
    Path data = volumes.data(parts[0], Map.of(), options.copy(), target);
    return MountRecord.volume(parts[0], false, data, target, options.readOnly());
  }

  private MountRecord longForm(Mount mount) {
    String target = clean(Given.text(mount.target()));
    String source = Given.text(mount.source());
    boolean readOnly = Given.flag(mount.readOnly());
    return switch (Given.text(mount.type())) {
      case "bind" -> bind(mount, source, target, readOnly);
      case "volume", "" -> volume(mount, source, target, readOnly);
      case "tmpfs" -> tmpfs(mount, target, readOnly);
      case "file" -> file(mount, source, target);
      default ->
          throw new Unsupported(
              "mounts of type \"" + mount.type() + "\" are not supported",
              new Resource("path", target),
              "use bind, volume or tmpfs");
    };
  }

  private static MountRecord bind(Mount mount, String source, String target, boolean readOnly) {
    ContainerCreate.BindOptions options = mount.bindOptions();
    boolean create = options != null && Given.flag(options.createMountpoint());
    if (!source.startsWith("/")) {
      throw invalid(source, "give the absolute path of a bind's source");
    }
    if (!create && !Files.exists(Path.of(source))) {
      throw missingSource(source);
    }
    return MountRecord.bind(
        Path.of(source),
        target,
        readOnly,
        create,
        options == null || !Given.flag(options.nonRecursive()),
        options == null ? "" : Given.text(options.propagation()));
  }

  static InvalidInput missingSource(String source) {
    return new InvalidInput(
        "invalid mount config for type \"bind\": bind source path does not exist: " + source,
        new Resource("path", source),
        "create " + source + ", or correct the path");
  }

  private MountRecord volume(Mount mount, String source, String target, boolean readOnly) {
    ContainerCreate.VolumeOptions options = mount.volumeOptions();
    boolean copy = options == null || !Given.flag(options.noCopy());
    if (source.isEmpty()) {
      return anonymous(target, readOnly, copy);
    }
    Map<String, String> labels =
        options == null ? Map.of() : Given.map(Given.members(options.labels()));
    Path data = volumes.data(source, labels, copy, target);
    String subpath = options == null ? "" : Given.text(options.subpath());
    return MountRecord.volume(source, false, inside(data, subpath), target, readOnly);
  }

  private static Path inside(Path data, String subpath) {
    Path directory = data.resolve(subpath).normalize();
    if (!directory.startsWith(data) || (!subpath.isEmpty() && !Files.exists(directory))) {
      throw invalid(subpath, "name a path that exists in the volume");
    }
    return directory;
  }

  private MountRecord anonymous(String target, boolean readOnly, boolean copy) {
    String name = volumes.anonymous();
    Map<String, String> labels = Map.of(VolumeShelf.ANONYMOUS, "");
    Path data = volumes.data(name, labels, copy, clean(target));
    return MountRecord.volume(name, true, data, clean(target), readOnly);
  }

  private static MountRecord tmpfs(Mount mount, String target, boolean readOnly) {
    ContainerCreate.TmpfsOptions options = mount.tmpfsOptions();
    if (options == null) {
      return MountRecord.tmpfs(target, readOnly, TmpfsOptions.DEFAULT);
    }
    Integer mode = options.mode();
    return MountRecord.tmpfs(
        target,
        readOnly,
        new TmpfsRecord(
            Given.number(options.sizeBytes()),
            mode == null ? TmpfsOptions.DEFAULT.mode() : mode,
            Given.number(options.uid()),
            Given.number(options.gid()),
            true));
  }

  private static MountRecord tmpfs(String target, String options) {
    TmpfsOptions parsed = TmpfsOptions.parse(options);
    return MountRecord.tmpfs(clean(target), parsed.readOnly(), parsed.record());
  }

  private static MountRecord file(Mount mount, String source, String target) {
    ContainerCreate.FileOptions options = mount.fileOptions();
    Optional<String> content =
        options == null ? Optional.empty() : Optional.ofNullable(options.content());
    if (content.isEmpty() && !Files.isReadable(Path.of(source))) {
      throw new InvalidInput(
          "the file \"" + source + "\" for " + target + " does not exist",
          new Resource("path", source),
          "create it, or correct the path");
    }
    Integer mode = options == null ? null : options.mode();
    return MountRecord.file(
        content.isPresent() ? "" : source,
        target,
        new FileRecord(
            content,
            options == null ? 0 : Given.number(options.uid()),
            options == null ? 0 : Given.number(options.gid()),
            mode == null ? SECRET_MODE : mode));
  }

  /// An absolute target without dots, not the root.
  private static String clean(String target) {
    if (!target.startsWith("/")) {
      throw invalid(target, "give an absolute path inside the container");
    }
    String clean = Path.of(target).normalize().toString();
    if (clean.equals("/")) {
      throw invalid(target, "mount below \"/\", not on it");
    }
    return clean;
  }

  static InvalidInput invalid(String mount, String fix) {
    return new InvalidInput(
        "invalid volume specification: '" + mount + "'", new Resource("path", mount), fix);
  }
}

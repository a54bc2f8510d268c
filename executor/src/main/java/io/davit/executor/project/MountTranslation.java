package io.davit.executor.project;

import io.davit.api.ContainerCreate;
import io.davit.model.FileGrant;
import io.davit.model.FileResource;
import io.davit.model.Mount;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.Volume;
import io.davit.problem.NotFound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a service's containers mount, in Docker's words: volumes, binds, memory, and the files of
/// configs and secrets.
final class MountTranslation {
  private final Project project;
  private final Map<String, String> inherited;

  /// @param inherited by target, volumes of a predecessor that are taken over
  MountTranslation(Project project, Map<String, String> inherited) {
    this.project = project;
    this.inherited = inherited;
  }

  List<ContainerCreate.Mount> mounts(Service service) {
    List<ContainerCreate.Mount> mounts = new ArrayList<>();
    Map<String, String> left = new LinkedHashMap<>(inherited);
    for (Mount mount : service.volumes()) {
      mounts.add(mount(mount));
      left.remove(mount.target());
    }
    service.configs().forEach(grant -> mounts.add(file(grant, project.configs(), "config")));
    service.secrets().forEach(grant -> mounts.add(file(grant, project.secrets(), "secret")));
    mounts.forEach(mount -> left.remove(mount.target()));
    // What is left are volumes that the image declares.
    left.forEach((target, volume) -> mounts.add(volume(volume, target, false, null)));
    return mounts;
  }

  private ContainerCreate.Mount mount(Mount mount) {
    return switch (mount) {
      case Mount.Named named -> named(named);
      case Mount.Anonymous anonymous ->
          volume(
              inherited.get(anonymous.target()),
              anonymous.target(),
              anonymous.readOnly(),
              new ContainerCreate.VolumeOptions(anonymous.noCopy(), null, null));
      case Mount.Bind bind ->
          new ContainerCreate.Mount(
              "bind",
              bind.hostPath().toString(),
              bind.target(),
              bind.readOnly(),
              new ContainerCreate.BindOptions(
                  bind.propagation().isEmpty() ? null : bind.propagation(),
                  !bind.recursive(),
                  bind.createHostPath()),
              null,
              null,
              null);
      case Mount.Tmpfs tmpfs ->
          new ContainerCreate.Mount(
              "tmpfs",
              null,
              tmpfs.target(),
              false,
              null,
              null,
              new ContainerCreate.TmpfsOptions(
                  tmpfs.sizeBytes().orElse(null), tmpfs.mode(), tmpfs.uid(), tmpfs.gid()),
              null);
    };
  }

  private ContainerCreate.Mount named(Mount.Named named) {
    Volume volume = project.volumes().get(named.volume());
    return volume(
        volume == null ? named.volume() : volume.name(),
        named.target(),
        named.readOnly(),
        new ContainerCreate.VolumeOptions(
            named.noCopy(), null, named.subpath().isEmpty() ? null : named.subpath()));
  }

  /// @param name null for a volume of the container's own
  private static ContainerCreate.Mount volume(
      @Nullable String name,
      String target,
      boolean readOnly,
      ContainerCreate.@Nullable VolumeOptions options) {
    return new ContainerCreate.Mount("volume", name, target, readOnly, null, options, null, null);
  }

  private static ContainerCreate.Mount file(
      FileGrant grant, Map<String, FileResource> resources, String kind) {
    FileResource resource = resources.get(grant.key());
    if (resource == null) {
      throw new NotFound(
          "%s \"%s\" is not declared".formatted(kind, grant.key()),
          grant.source(),
          "declare it under %ss:".formatted(kind));
    }
    return switch (resource.content()) {
      case FileResource.Content.File file -> written(grant, file.path().toString(), null);
      case FileResource.Content.Environment environment ->
          written(grant, null, environment.value());
      case FileResource.Content.Inline inline -> written(grant, null, inline.value());
    };
  }

  private static ContainerCreate.Mount written(
      FileGrant grant, @Nullable String source, @Nullable String content) {
    return new ContainerCreate.Mount(
        "file",
        source,
        grant.target(),
        true,
        null,
        null,
        null,
        new ContainerCreate.FileOptions(content, grant.uid(), grant.gid(), grant.mode()));
  }
}

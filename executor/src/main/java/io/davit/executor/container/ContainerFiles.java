package io.davit.executor.container;

import io.davit.executor.container.MountRecord.FileRecord;
import io.davit.network.Networks.Sandbox;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import io.davit.runtime.MountSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files that the engine writes for a run of a container and binds into it: hosts, hostname,
/// resolv.conf, configs and secrets. They lie in the run directory, where only root looks.
final class ContainerFiles {
  private final Places places;
  private final Outside.NameFiles names;

  ContainerFiles(Places places, Outside.NameFiles names) {
    this.places = places;
    this.names = names;
  }

  /// Writes them anew.
  ///
  /// @return their mounts
  List<MountSpec> write(ContainerRecord record, String hostname, Optional<Sandbox> sandbox) {
    String id = record.id();
    List<MountSpec> mounts = new ArrayList<>();
    try {
      if (!Files.isDirectory(places.run(id))) {
        Files.createDirectories(
            places.run(id),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      text(places.hosts(id), names.hosts(naming(record), sandbox));
      text(places.resolvConf(id), names.resolvConf(naming(record), sandbox));
      text(places.hostname(id), hostname + "\n");
      unlessMounted(record, mounts, places.resolvConf(id), "/etc/resolv.conf");
      unlessMounted(record, mounts, places.hostname(id), "/etc/hostname");
      unlessMounted(record, mounts, places.hosts(id), "/etc/hosts");
      int number = 0;
      if (record.mounts().stream().anyMatch(mount -> mount.file().isPresent())) {
        Files.createDirectories(places.files(id));
      }
      for (MountRecord mount : record.mounts()) {
        if (mount.file().isPresent()) {
          Path file = places.file(id, number++);
          grant(mount, mount.file().get(), file);
          mounts.add(bind(file, mount.target(), true));
        }
      }
    } catch (IOException e) {
      throw new StorageFailed(
          "cannot write the files of container \"" + record.name() + "\": " + e.getMessage(),
          Optional.of(new Resource("container", record.name())),
          Optional.of("see that the run directory has space"),
          e);
    }
    return mounts;
  }

  /// Writes the hosts file of a running container again, in place: it is bound.
  void rewriteHosts(ContainerRecord record, Optional<Sandbox> sandbox) {
    try {
      Files.writeString(places.hosts(record.id()), names.hosts(naming(record), sandbox));
    } catch (IOException e) {
      throw new StorageFailed(
          "cannot write the hosts file of container \"" + record.name() + "\": " + e.getMessage(),
          Optional.of(new Resource("container", record.name())),
          Optional.of("see that the run directory has space"),
          e);
    }
  }

  private static void unlessMounted(
      ContainerRecord record, List<MountSpec> mounts, Path file, String target) {
    if (record.mounts().stream().noneMatch(mount -> mount.target().equals(target))) {
      mounts.add(bind(file, target, false));
    }
  }

  private static MountSpec.Bind bind(Path source, String target, boolean readOnly) {
    return new MountSpec.Bind(source, target, readOnly, false, "rprivate");
  }

  private static void text(Path file, String content) throws IOException {
    Files.writeString(file, content, StandardCharsets.UTF_8);
    mode(file, 0644);
  }

  private static void grant(MountRecord mount, FileRecord wanted, Path file) throws IOException {
    Files.deleteIfExists(file);
    if (wanted.content().isPresent()) {
      Files.writeString(file, wanted.content().get(), StandardCharsets.UTF_8);
    } else {
      try {
        Files.copy(Path.of(mount.source()), file);
      } catch (NoSuchFileException e) {
        throw new InvalidInput(
            "the file \"" + mount.source() + "\" for " + mount.target() + " does not exist",
            Optional.of(new Resource("path", mount.source())),
            Optional.of("create it, or correct the path"),
            e);
      }
    }
    for (Map.Entry<String, Integer> owner :
        Map.of("unix:uid", wanted.uid(), "unix:gid", wanted.gid()).entrySet()) {
      Files.setAttribute(file, owner.getKey(), owner.getValue());
    }
    mode(file, wanted.mode());
  }

  private static void mode(Path file, int mode) throws IOException {
    Files.setAttribute(file, "unix:mode", mode);
  }

  private static Outside.Naming naming(ContainerRecord record) {
    return new Outside.Naming(
        LaunchPlan.hostname(record),
        Given.text(record.config().domainname()),
        Given.list(record.host().extraHosts()),
        Given.list(record.host().dns()),
        Given.list(record.host().dnsSearch()),
        Given.list(record.host().dnsOptions()),
        record.networkMode().equals(NetworkShelf.HOST));
  }
}

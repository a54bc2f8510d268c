package io.davit.image;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The images of one engine. Safe for concurrent use; what fails leaves nothing behind.
///
/// A *reference* is what users write: `nginx`, `nginx:1.27`, `registry:5000/team/app@sha256:…`, or
/// an image id or a unique prefix of it. `nginx` is `docker.io/library/nginx:latest`.
///
/// Failures: [io.davit.problem.NotFound] ("No such image: x:tag"), [io.davit.problem.InvalidInput]
/// for a reference or an archive that is not acceptable, [io.davit.problem.Conflict] for an image
/// in use, [io.davit.problem.StorageFailed].
public interface Images extends AutoCloseable {
  /// All images, the newest first; the built-in `davit/host` included.
  List<Image> list();

  Optional<Image> find(String reference);

  /// Takes in a docker-save archive or an OCI layout, as a tar, plain or gzip or zstd.
  ///
  /// @return what was loaded, as `repository:tag` or the id of an untagged image
  List<String> load(InputStream archive);

  /// Makes an image of a root file system: a tar (plain, gzip, zstd) or a directory.
  ///
  /// @param changes Dockerfile instructions applied to its configuration: `CMD ["sh"]`
  Image importTar(InputStream tar, Optional<String> reference, List<String> changes);

  Image importDirectory(Path directory, Optional<String> reference, List<String> changes);

  void tag(String reference, String newReference);

  /// Takes the name away; and the image with its layers when it has no name left.
  ///
  /// @param inUse ids of images that containers use: those are not deleted
  /// @param force also when in use: then only the name goes
  Removal remove(String reference, java.util.Set<String> inUse, boolean force);

  /// The directories that a container of the image stands on; unpacked if they are not yet.
  List<Layers> layers(Image image);

  @Override
  void close();

  /// @param id `sha256:…` of the configuration
  /// @param tags `repository:tag`, familiar form
  /// @param digests `repository@sha256:…`, under which registries or layouts know it
  /// @param diffIds of the layers, the lowest first
  record Image(
      String id,
      List<String> tags,
      List<String> digests,
      Instant created,
      long sizeBytes,
      String os,
      String architecture,
      String variant,
      Config config,
      List<String> diffIds,
      Provenance provenance) {
    public Image {
      tags = List.copyOf(tags);
      digests = List.copyOf(digests);
      diffIds = List.copyOf(diffIds);
    }
  }

  /// How an image came to be; all of it as its maker wrote it.
  record Provenance(String author, String comment, List<History> history) {
    public Provenance {
      history = List.copyOf(history);
    }
  }

  /// One step of its making, the oldest first.
  ///
  /// @param emptyLayer whether it changed the configuration only
  record History(Instant created, String createdBy, String comment, boolean emptyLayer) {}

  /// What an image says of its containers (OCI image-spec config.md).
  ///
  /// @param volumes mount points; likewise exposedPorts `80/tcp`
  record Config(
      List<String> command,
      List<String> entrypoint,
      List<String> environment,
      String workingDirectory,
      String user,
      Map<String, String> labels,
      List<String> exposedPorts,
      List<String> volumes,
      String stopSignal,
      List<String> shell,
      Optional<Healthcheck> healthcheck) {
    public Config {
      command = List.copyOf(command);
      entrypoint = List.copyOf(entrypoint);
      environment = List.copyOf(environment);
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
      exposedPorts = List.copyOf(exposedPorts);
      volumes = List.copyOf(volumes);
      shell = List.copyOf(shell);
    }
  }

  /// Durations in nanoseconds, 0 where unset.
  record Healthcheck(
      List<String> test,
      long intervalNanos,
      long timeoutNanos,
      long startPeriodNanos,
      long startIntervalNanos,
      int retries) {}

  /// Read-only directories to stack at a target, the topmost first. Most images are one, at `/`.
  record Layers(Path target, List<Path> directories) {
    public Layers {
      directories = List.copyOf(directories);
    }
  }

  record Removal(List<String> untagged, List<String> deleted) {}
}

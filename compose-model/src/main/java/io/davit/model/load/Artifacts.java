package io.davit.model.load;

import io.davit.problem.InvalidInput;
import io.davit.registry.Descriptor;
import io.davit.registry.Digests;
import io.davit.registry.DockerConfig;
import io.davit.registry.Document;
import io.davit.registry.Document.Index;
import io.davit.registry.Document.Manifest;
import io.davit.registry.ImageReference;
import io.davit.registry.RegistryFault;
import io.davit.registry.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Projects that `docker compose publish` put into registries, named
/// `oci://REPOSITORY[:TAG|@DIGEST]`. They are kept by digest: one that is named by its digest and
/// was unpacked before needs no network.
final class Artifacts {
  static final String PREFIX = "oci://";

  private static final String DISABLED = "COMPOSE_EXPERIMENTAL_OCI_REMOTE";
  private static final String PROJECT = "application/vnd.docker.compose.project";

  /// What registries say that know no artifact types, of its configuration.
  private static final String PROJECT_BEFORE_OCI_1_1 =
      "application/vnd.docker.compose.config.empty.v1+json";

  private final Caller caller;
  private final Map<String, Path> known = new HashMap<>();

  Artifacts(Caller caller) {
    this.caller = caller;
  }

  /// The file, absolute.
  ///
  /// @param name begins with [#PREFIX]
  /// @throws RemoteFault when artifacts are disabled, or this one cannot be had or is none
  Path file(String name) throws RemoteFault {
    Path file = known.get(name);
    if (file == null) {
      file = located(name).resolve(ArtifactFiles.COMPOSE_FILE);
      known.put(name, file);
    }
    return file;
  }

  private Path located(String name) throws RemoteFault {
    if (caller.denies(DISABLED)) {
      throw new RemoteFault(
          "files of registries are disabled by " + DISABLED, "unset it, or name a local file");
    }
    ImageReference reference = reference(name);
    RemoteCache cache = new RemoteCache(caller, "oci");
    Optional<Path> kept = reference.digest().map(Digests::hex).flatMap(cache::kept);
    if (kept.isPresent()) {
      return kept.get();
    }
    try (Repository repository =
        new Repository(
            reference,
            new DockerConfig(caller.environment()).of(reference.domain()),
            caller.environment())) {
      Document document =
          repository.document(
              reference.digest().or(reference::tag).orElse(ImageReference.DEFAULT_TAG));
      return cache.keep(
          Digests.hex(document.digest()), making -> unpack(repository, name, document, making));
    } catch (RegistryFault fault) {
      throw RemoteFault.of(fault);
    }
  }

  private static ImageReference reference(String name) throws RemoteFault {
    try {
      ImageReference reference = ImageReference.parse(name.substring(PREFIX.length()));
      if (reference.digest().filter(digest -> !Digests.isDigest(digest)).isEmpty()) {
        return reference;
      }
      throw new RemoteFault(
          "\"%s\" is named by another digest than sha256".formatted(name), "write @sha256:HEX");
    } catch (InvalidInput e) {
      throw new RemoteFault(e.what(), "write oci://[REGISTRY/]NAME[:TAG][@sha256:HEX]");
    }
  }

  private static void unpack(Repository repository, String name, Document document, Path into)
      throws RemoteFault, IOException {
    try {
      Manifest manifest = manifest(repository, name, document);
      if (!Set.of(PROJECT, PROJECT_BEFORE_OCI_1_1).contains(manifest.artifactType())) {
        throw noProject(name, "it is \"" + manifest.artifactType() + "\"");
      }
      ArtifactFiles.of(name, repository, manifest).write(into);
    } catch (RegistryFault fault) {
      throw RemoteFault.of(fault);
    }
  }

  /// The one of a project, which may be published together with its images.
  private static Manifest manifest(Repository repository, String name, Document document)
      throws RemoteFault, RegistryFault {
    Document named =
        switch (document) {
          case Manifest manifest -> manifest;
          case Index index -> repository.document(project(index, name).digest());
        };
    if (named instanceof Manifest manifest) {
      return manifest;
    }
    throw noProject(name, "its index names an index");
  }

  private static Descriptor project(Index index, String name) throws RemoteFault {
    return index.manifests().stream()
        .filter(one -> one.artifactType().equals(PROJECT))
        .findFirst()
        .orElseThrow(() -> noProject(name, "it is an index of other things"));
  }

  private static RemoteFault noProject(String name, String reason) {
    return new RemoteFault(
        "\"%s\" is no compose project: %s".formatted(name, reason),
        "name what \"docker compose publish\" has written; images belong to \"image:\"");
  }
}

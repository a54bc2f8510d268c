package io.davit.model.load;

import io.davit.registry.Descriptor;
import io.davit.registry.Document.Manifest;
import io.davit.registry.RegistryFault;
import io.davit.registry.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The files of a published project, in the layers that `docker compose publish` writes: its
/// compose files in their order, which become the documents of one; those that it extends, and its
/// files of variables, by the names that it gave them. All lie in one directory.
final class ArtifactFiles {
  static final String COMPOSE_FILE = "compose.yaml";

  private static final String COMPOSE_TYPE = "application/vnd.docker.compose.file+yaml";
  private static final String VARIABLES_TYPE = "application/vnd.docker.compose.envfile";
  private static final String COMPOSE_NAME = "com.docker.compose.file";
  private static final String EXTENDED = "com.docker.compose.extends";
  private static final String VARIABLES_NAME = "com.docker.compose.envfile";

  private static final int LAYERS_MAX = 1_000;
  private static final int FILE_MAX = 4 << 20;
  private static final int ALL_MAX = 64 << 20;
  private static final Pattern PLAIN_NAME =
      Pattern.compile("(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}]{1,255}");

  private final String artifact;
  private final Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
  private long total;

  private ArtifactFiles(String artifact) {
    this.artifact = artifact;
  }

  /// @param artifact as the user named it
  /// @throws RemoteFault when they are no files of a project
  static ArtifactFiles of(String artifact, Repository repository, Manifest manifest)
      throws RemoteFault, RegistryFault {
    ArtifactFiles files = new ArtifactFiles(artifact);
    if (manifest.layers().size() > LAYERS_MAX) {
      throw files.refused("it has more than %,d files".formatted(LAYERS_MAX));
    }
    for (Descriptor layer : manifest.layers()) {
      if (layer.mediaType().equals(COMPOSE_TYPE)) {
        boolean extended = layer.annotations().containsKey(EXTENDED);
        files.addDocument(
            extended ? files.name(layer, COMPOSE_NAME) : COMPOSE_FILE,
            repository.blob(layer, FILE_MAX));
      } else if (layer.mediaType().equals(VARIABLES_TYPE)) {
        files.add(files.name(layer, VARIABLES_NAME), repository.blob(layer, FILE_MAX));
      }
    }
    if (!files.files.containsKey(COMPOSE_FILE)) {
      throw files.refused("it holds no compose file");
    }
    return files;
  }

  private String name(Descriptor layer, String annotation) throws RemoteFault {
    String name = layer.annotations().getOrDefault(annotation, "");
    if (!PLAIN_NAME.matcher(name).matches()) {
      throw refused(
          "its layer %s is named \"%s\", which is no plain file name"
              .formatted(layer.digest(), name.replaceAll("\\p{Cntrl}", "?")));
    }
    return name;
  }

  private void addDocument(String name, byte[] text) throws RemoteFault {
    ByteArrayOutputStream file = files.get(name);
    if (file == null) {
      add(name, text);
    } else {
      count(text);
      file.writeBytes("\n---\n".getBytes(StandardCharsets.UTF_8));
      file.writeBytes(text);
    }
  }

  private void add(String name, byte[] text) throws RemoteFault {
    count(text);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(text);
    if (files.put(name, file) != null) {
      throw refused("two of its files are named \"%s\"".formatted(name));
    }
  }

  private void count(byte[] text) throws RemoteFault {
    total += text.length;
    if (total > ALL_MAX) {
      throw refused("its files have more than %,d bytes".formatted(ALL_MAX));
    }
  }

  private RemoteFault refused(String reason) {
    return new RemoteFault(
        "\"%s\" is no compose project: %s".formatted(artifact, reason),
        "name what \"docker compose publish\" has written");
  }

  void write(Path directory) throws IOException {
    for (Map.Entry<String, ByteArrayOutputStream> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue().toByteArray());
    }
  }
}

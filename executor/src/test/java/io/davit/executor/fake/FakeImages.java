package io.davit.executor.fake;

import io.davit.image.Images;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One image: `app:latest`, with an entrypoint, a volume and a port.
public final class FakeImages implements Images {
  public static final String ID = "sha256:" + "a".repeat(64);

  private static final Image APP =
      new Image(
          ID,
          List.of("app:latest"),
          List.of(),
          Instant.EPOCH,
          1234,
          "linux",
          "amd64",
          "",
          new Config(
              List.of("serve"),
              List.of("/app"),
              List.of("PATH=/bin", "MODE=production"),
              "/srv",
              "app",
              Map.of("maker", "us"),
              List.of("80/tcp"),
              List.of("/data"),
              "SIGTERM",
              List.of(),
              Optional.empty()),
          List.of("sha256:" + "b".repeat(64)),
          new Provenance("", "", List.of()));

  @Override
  public List<Image> list() {
    return List.of(APP);
  }

  @Override
  public Optional<Image> find(String reference) {
    return reference.equals("app") || reference.equals("app:latest") || reference.equals(ID)
        ? Optional.of(APP)
        : Optional.empty();
  }

  @Override
  public List<String> load(InputStream archive) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Image importTar(InputStream tar, Optional<String> reference, List<String> changes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Image importDirectory(Path directory, Optional<String> reference, List<String> changes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void tag(String reference, String newReference) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Removal remove(String reference, Set<String> inUse, boolean force) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Layers> layers(Image image) {
    return List.of(new Layers(Path.of("/"), List.of(Path.of("/layers/app"))));
  }

  @Override
  public void close() {}
}

package io.davit.runtime.rootfs;

import io.davit.kernel.Fd;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The content of a file that is open already: whatever its name means by now.
final class OpenedFile {
  private OpenedFile() {}

  /// @param path for a failure's text
  static Optional<byte[]> content(Fd file, String path) {
    Path opened = Path.of(file.procPath());
    try {
      if (!Files.isRegularFile(opened)) {
        return Optional.empty();
      }
      if (Files.size(opened) > RootFiles.MAX_BYTES) {
        throw failed(path, "it is larger than " + RootFiles.MAX_BYTES + " bytes", null);
      }
      return Optional.of(Files.readAllBytes(opened));
    } catch (IOException e) {
      throw failed(path, e.getMessage(), e);
    }
  }

  static StorageFailed failed(
      String path,
      @org.jspecify.annotations.Nullable String why,
      @org.jspecify.annotations.Nullable Throwable cause) {
    return new StorageFailed(
        "cannot read %s of the container's root: %s".formatted(path, why),
        Optional.of(new Resource("path", path)),
        Optional.of("mend the image, or name the user by numbers"),
        cause);
  }
}

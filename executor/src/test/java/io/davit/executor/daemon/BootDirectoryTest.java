package io.davit.executor.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs root.
@Tag("kernel")
final class BootDirectoryTest {
  @TempDir Path run;

  @Test
  void itIsMemoryAndGoesWithTheEngine() throws IOException {
    Path path;
    try (BootDirectory directory = BootDirectory.open(run)) {
      path = directory.path();
      assertThat(Files.getFileStore(path).type()).isEqualTo("tmpfs");
      Files.createDirectory(path.resolve("runs"));
    }
    assertThat(path.resolve("runs")).doesNotExist();
  }

  @Test
  void whatContainersNeedStaysForTheNextEngine() throws IOException {
    Path boot;
    Path kept;
    try (BootDirectory directory = BootDirectory.open(run)) {
      boot = directory.path();
      kept = Files.createDirectories(boot.resolve("runs/c1"));
    }
    assertThat(kept).isDirectory();
    try (BootDirectory directory = BootDirectory.open(run)) {
      assertThat(directory.path()).isEqualTo(boot);
      Files.delete(kept);
    }
    assertThat(run).isEmptyDirectory();
  }

  @Test
  void whatAKilledEngineLeftGoesWithTheNext() throws IOException {
    BootDirectory killed = BootDirectory.open(run);
    Files.createDirectories(killed.path().resolve("runs"));
    try (BootDirectory next = BootDirectory.open(run)) {
      assertThat(next).isEqualTo(killed);
    }
    assertThat(run).isEmptyDirectory();
  }
}

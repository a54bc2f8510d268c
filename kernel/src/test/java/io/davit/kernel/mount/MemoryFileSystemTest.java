package io.davit.kernel.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs root.
@Tag("kernel")
final class MemoryFileSystemTest {
  @TempDir Path directory;

  @Test
  void whatIsMountedIsMemoryUntilItIsUnmounted() throws Exception {
    String before = Files.getFileStore(directory).type();
    MemoryFileSystem.mount("davit-test", directory);
    try {
      assertThat(MemoryFileSystem.holds(directory)).isTrue();
      assertThat(Files.getFileStore(directory).type()).isEqualTo("tmpfs");
    } finally {
      MemoryFileSystem.unmount(directory);
    }
    assertThat(Files.getFileStore(directory).type()).isEqualTo(before);
    assertThat(MemoryFileSystem.holds(directory)).isEqualTo(before.equals("tmpfs"));
  }

  @Test
  void procIsNone() throws Exception {
    assertThat(MemoryFileSystem.holds(Path.of("/proc"))).isFalse();
  }
}

package io.davit.runtime.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.ExtendedAttributes;
import io.davit.kernel.fs.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read must be what a mounted overlay would show.
final class LayeredFilesTest {
  @TempDir Path directory;
  private Path top;
  private Path bottom;
  private LayeredFiles files;

  @BeforeEach
  void layers() throws IOException {
    top = Files.createDirectory(directory.resolve("top"));
    bottom = Files.createDirectory(directory.resolve("bottom"));
    files = new LayeredFiles(List.of(directory.resolve("absent"), top, bottom));
  }

  private static void write(Path layer, String name, String content) throws IOException {
    Path file = layer.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private Optional<String> read(String path) {
    return files.read(path).map(bytes -> new String(bytes, UTF_8));
  }

  @Test
  void theTopmostFileIsSeen() throws IOException {
    write(bottom, "etc/passwd", "old");
    write(bottom, "etc/group", "groups");
    write(top, "etc/passwd", "new");
    assertThat(read("/etc/passwd")).contains("new");
    assertThat(read("//etc/./group")).contains("groups");
    assertThat(read("/etc")).isEmpty();
    assertThat(read("/etc/passwd/x")).isEmpty();
    assertThat(read("/nowhere")).isEmpty();
  }

  @Test
  void linksAreFollowedAcrossLayersAndNeverOutOfTheRoot() throws IOException {
    write(top, "store/p", "stored");
    Files.createDirectories(bottom.resolve("etc"));
    Files.createSymbolicLink(bottom.resolve("etc/passwd"), Path.of("../../../../store/p"));
    Files.createSymbolicLink(bottom.resolve("abs"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(bottom.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(top.resolve("out"), directory.resolve("secret"));
    write(directory, "secret", "of the host");
    assertThat(read("/etc/passwd")).contains("stored");
    assertThat(read("/abs")).contains("stored");
    assertThat(read("/loop")).isEmpty();
    assertThat(read("/out")).isEmpty();
  }

  @Test
  @Tag("kernel")
  void whiteoutsAndOpaqueDirectoriesHideWhatIsBelow() throws Exception {
    write(bottom, "a/gone", "x");
    write(bottom, "b/gone", "x");
    write(bottom, "c/gone", "x");
    Files.createDirectories(top.resolve("a"));
    Files.createDirectories(top.resolve("b"));
    try (Directory a = Directory.open(top.resolve("a"));
        Directory b = Directory.open(top.resolve("b"));
        Directory root = Directory.open(top)) {
      a.mknod("gone", FileKind.CHARACTER_DEVICE, 0, DeviceNumber.NONE);
      ExtendedAttributes.of(b).set("trusted.overlay.opaque", "y".getBytes(UTF_8));
      root.mknod("c", FileKind.CHARACTER_DEVICE, 0, DeviceNumber.NONE);
    }
    assertThat(read("/a/gone")).isEmpty();
    assertThat(read("/b/gone")).isEmpty();
    assertThat(read("/c/gone")).isEmpty();
  }

  @Test
  void aFileOverADirectoryEndsIt() throws IOException {
    write(bottom, "etc/passwd", "below");
    write(top, "etc", "a file");
    assertThat(read("/etc/passwd")).isEmpty();
  }

  @Test
  void aRunningProcessIsReadThroughItsRoot() throws IOException {
    write(directory, "x", "seen");
    LiveFiles own = new LiveFiles((int) ProcessHandle.current().pid());
    assertThat(own.read(directory.resolve("x").toString())).isPresent();
    assertThat(own.read("/proc/self/root/etc/passwd")).isEmpty();
    assertThat(own.read("/dev/null")).isEmpty();
  }
}

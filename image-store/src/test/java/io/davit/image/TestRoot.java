package io.davit.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.TreeRemoval;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A temporary directory that takes everything with it, and complains of a mount that was left.
public final class TestRoot implements AutoCloseable {
  private static final Path TEMPORARY = Path.of("/tmp");

  private final Path path;

  public TestRoot() throws IOException {
    path = Files.createTempDirectory(TEMPORARY, "davit-image-");
  }

  public Path path() {
    return path;
  }

  public Path folder(String name) throws IOException {
    return Files.createDirectories(path.resolve(name));
  }

  /// Runs a command here, and returns what it printed.
  public String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(path.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
    return output;
  }

  public String shell(String script) throws IOException, InterruptedException {
    return run("bash", "-euc", script);
  }

  /// All paths below a directory, relative to it.
  public static List<String> tree(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths
          .map(each -> folder.relativize(each).toString())
          .filter(each -> !each.isEmpty())
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() throws IOException, ErrnoException {
    assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo")))
        .noneMatch(line -> line.contains(path.toString()));
    try (Directory parent = Directory.open(TEMPORARY)) {
      TreeRemoval.remove(parent, path.getFileName().toString());
    }
  }
}

package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The engine's disk is full. Whoever is refused is told so, nothing of it stays, and what runs
/// goes on.
@Tag("kernel")
final class NoSpaceScenario {
  private static final int MEBIBYTE = 1 << 20;

  /// A file system of the scenario's own in the place of the engine's state.
  private static void mountSmallDisk(Engine engine) throws IOException {
    Files.createDirectories(engine.root());
    must(engine, "mount", "-t", "tmpfs", "-o", "size=16m", "davit-small", engine.root().toString());
  }

  private static void must(Engine engine, String... command) {
    Engine.Outcome outcome = engine.run(List.of(command));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
  }

  private static long usedBytes(Engine engine) throws IOException {
    var store = Files.getFileStore(engine.root());
    return store.getTotalSpace() - store.getUsableSpace();
  }

  /// It hung: the engine read no more of what it was still sent.
  @Test
  void anImageThatDoesNotFitIsRefusedAndLeavesNothing() throws IOException {
    try (Engine engine = new Engine()) {
      mountSmallDisk(engine);
      engine.mustDavit("image", "ls");
      long before = usedBytes(engine);
      Path content = Path.of(engine.project("")).resolveSibling("content");
      byte[] noise = new byte[40 * MEBIBYTE];
      new Random(7).nextBytes(noise);
      Files.write(content, noise);
      Path archive = content.resolveSibling("image.tar");
      must(
          engine,
          "tar",
          "-C",
          Objects.requireNonNull(content.getParent()).toString(),
          "-cf",
          archive.toString(),
          "content");
      Engine.Outcome imported = engine.davit("image", "import", archive.toString(), "too/big");
      assertThat(imported.exitCode()).isEqualTo(1);
      assertThat(imported.err())
          .contains("error: no space left on the device of \"" + engine.root() + "/images\"")
          .contains("fix: free some");
      assertThat(engine.mustDavit("image", "ls", "-q").out()).doesNotContain("too/big");
      assertThat(usedBytes(engine)).isEqualTo(before);
      engine.mustDavit("system", "stop");
      must(engine, "umount", engine.root().toString());
    }
  }

  @Test
  void aContainerThatFillsTheDiskStopsNobodyAndNewProjectsAreRefused() throws IOException {
    try (Engine engine = new Engine()) {
      mountSmallDisk(engine);
      String greedy =
          engine.project(
              """
              name: greedy
              services:
                writer:
                  image: davit/host
                  init: true
                  command: [bash, -c, "dd if=/dev/zero of=/big bs=64K; dd if=/dev/zero of=/rest bs=1; sleep 1000"]
              """);
      engine.mustDavit("-f", greedy, "up", "-d");
      Engine.Outcome full =
          engine.davit(
              "-f",
              greedy,
              "exec",
              "-T",
              "writer",
              "bash",
              "-c",
              "until [ -e /rest ]; do sleep 0.1; done; dd if=/dev/zero of=/more bs=64K");
      assertThat(full.err()).contains("No space left on device");
      assertThat(full.exitCode()).isEqualTo(1);
      Path other = Path.of(greedy).resolveSibling("other.yaml");
      Files.writeString(
          other, "name: other\nservices: {a: {image: davit/host, command: [sleep, '9']}}\n");
      Engine.Outcome refused = engine.davit("-f", other.toString(), "up", "-d");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err())
          .isEqualTo(
              """
              error: cannot write %s/projects/other/project.json: No space left on device
                fix: see that the disk has space and that the engine may write there
              """
                  .formatted(engine.root()));
      assertThat(engine.mustDavit("ls", "-a", "-q").out()).isEqualTo("greedy\n");
      assertThat(engine.mustDavit("-f", greedy, "ps", "--format", "{{.State}}").out())
          .isEqualTo("running\n");
      // What takes the space goes, on the full disk, too; and the other project finds room.
      engine.mustDavit("-f", greedy, "down", "-t", "1");
      engine.mustDavit("-f", other.toString(), "up", "-d");
      engine.mustDavit("-f", other.toString(), "down", "-t", "1");
      engine.mustDavit("system", "stop");
      must(engine, "umount", engine.root().toString());
    }
  }
}

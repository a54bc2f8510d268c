package io.davit.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.runtime.ContainerSpec.OverlayRoot;
import io.davit.runtime.compile.Sandbox.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A container in namespaces of another one.
@Tag("kernel")
@Timeout(900)
final class NeighbourTest {
  @TempDir Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void make() throws Exception {
    sandbox = new Sandbox(directory);
  }

  @AfterEach
  void remove() {
    sandbox.close();
  }

  private Specs second() throws Exception {
    Path layer = Files.createDirectories(directory.resolve("second"));
    Specs specs =
        new Specs(
            new OverlayRoot(
                Path.of("/"),
                List.of(sandbox.image),
                Files.createDirectories(layer.resolve("upper")),
                Files.createDirectories(layer.resolve("work"))));
    specs.id = "fedcba9876543210".repeat(4);
    return specs;
  }

  private static String namespace(Running running, String kind) throws Exception {
    return Files.readSymbolicLink(Path.of("/proc/" + running.pid() + "/ns/" + kind)).toString();
  }

  @Test
  void processIdsAndIpcAreSharedAndNothingElse() throws Exception {
    try (Running first = sandbox.start(sandbox.specs().command("sleep", "1000").build())) {
      Specs specs = second().shell("cat /proc/1/cmdline; echo note > /dev/shm/note; sleep 1000");
      specs.mounts = List.of();
      specs.pidOf = Optional.of(first.spec.id());
      specs.ipcOf = Optional.of(first.spec.id());
      try (Running other = sandbox.start(specs.build(), Map.of(first.spec.id(), first.first()))) {
        for (String kind : List.of("pid", "ipc")) {
          assertThat(namespace(other, kind)).as(kind).isEqualTo(namespace(first, kind));
        }
        for (String kind : List.of("mnt", "uts", "cgroup")) {
          assertThat(namespace(other, kind)).as(kind).isNotEqualTo(namespace(first, kind));
        }
        Path note = Path.of("/proc/" + first.pid() + "/root/dev/shm/note");
        while (!Files.exists(note)) {
          Thread.onSpinWait();
        }
        first.first().signal(9);
        assertThat(other.end())
            .as("its process 1 is the other's, and they end together")
            .isEqualTo(new Sandbox.Outcome("sleep\0001000\0", 137));
      }
    }
  }
}

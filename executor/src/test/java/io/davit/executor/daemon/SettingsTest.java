package io.davit.executor.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.problem.Conflict;
import io.davit.problem.InvalidInput;
import io.davit.problem.KernelRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  @TempDir Path directory;

  @Test
  void argumentsWinOverTheEnvironmentAndThatOverDefaults() {
    assertThat(Settings.of(List.of(), Map.of()))
        .isEqualTo(
            new Settings(
                Path.of("/var/lib/davit"),
                Path.of("/run/davit"),
                Path.of("/run/davit/davit.sock")));
    Map<String, String> environment =
        Map.of("DAVIT_ROOT", "/a", "DAVIT_RUN", "/b", "DAVIT_HOST", "unix:///c/s");
    assertThat(Settings.of(List.of("--run", "/d"), environment))
        .isEqualTo(new Settings(Path.of("/a"), Path.of("/d"), Path.of("/c/s")));
    assertThat(Settings.of(List.of("--root=/e"), Map.of()).root()).isEqualTo(Path.of("/e"));
    assertThatThrownBy(() -> Settings.of(List.of("--root"), Map.of()))
        .hasMessage("--root needs a value");
    assertThatThrownBy(() -> Settings.of(List.of("--host", "tcp://0.0.0.0:1"), Map.of()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("Unix sockets only");
  }

  @Test
  void enginesWithDifferentRootsHaveDifferentNames() {
    String one = Settings.of(List.of("--root", "/a"), Map.of()).instance();
    String other = Settings.of(List.of("--root", "/b"), Map.of()).instance();
    assertThat(one).matches("[0-9a-f]{6}").isNotEqualTo(other);
    assertThat(Settings.of(List.of("--root", "/x/../a"), Map.of()).instance()).isEqualTo(one);
  }

  @Test
  void oneEngineARoot() throws Exception {
    try (InstanceLock _ = InstanceLock.take(directory)) {
      // In one process the JVM itself refuses the second lock; another process is refused by the
      // kernel.
      assertThatThrownBy(() -> InstanceLock.take(directory))
          .isInstanceOfAny(Conflict.class, java.nio.channels.OverlappingFileLockException.class);
      assertThat(directory.resolve("engine.lock"))
          .hasContent(Long.toString(ProcessHandle.current().pid()));
    }
    InstanceLock.take(directory).close();
  }

  @Test
  void aMachineThatCannotRunContainersIsToldSo() throws IOException {
    Path proc = directory.resolve("proc");
    Files.createDirectories(proc.resolve("self/ns"));
    Path sys = directory.resolve("sys");
    Files.createDirectories(sys.resolve("fs/cgroup"));
    Path modules = Files.createDirectories(directory.resolve("modules"));
    Files.createDirectories(proc.resolve("sys/kernel"));
    Files.writeString(proc.resolve("sys/kernel/osrelease"), "6.1.0\n");
    Files.writeString(proc.resolve("self/status"), "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\n");
    Files.writeString(proc.resolve("filesystems"), "nodev\tproc\n\text4\n");
    KernelCheck check = new KernelCheck(proc, sys, modules);
    assertThatThrownBy(check::run)
        .isInstanceOf(KernelRefused.class)
        .hasMessage("the engine needs root, and runs as user 1000");
    Files.writeString(proc.resolve("self/status"), "Uid:\t0\t0\t0\t0\n");
    assertThatThrownBy(check::run).hasMessage("the kernel has no overlayfs");
    Files.writeString(proc.resolve("filesystems"), "nodev\tproc\nnodev\toverlay\n");
    assertThatThrownBy(check::run).hasMessage("the kernel has no mnt namespaces");
    for (String name : List.of("mnt", "pid", "net", "uts", "ipc", "cgroup")) {
      Files.createFile(proc.resolve("self/ns").resolve(name));
    }
    check.run();
  }
}

package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a user reads where the machine does not give what containers need.
@Tag("kernel")
final class MissingScenario {
  private static final String SLEEPER =
      """
      name: missing
      services:
        a: {image: davit/host, command: [sleep, "1000"], init: true}
      """;

  @Test
  void whoIsNotRootIsToldToBecomeIt() throws IOException {
    try (Engine engine = new Engine()) {
      Engine.Outcome up =
          engine.run(
              command(List.of("unshare", "--user", "--map-user=65534"), engine.project(SLEEPER)));
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.err())
          .contains("the engine needs root, and runs as user 65534\n  |   fix: run it with sudo");
    }
  }

  @Test
  void whoMayNotWriteToTheEnginesDirectoryIsToldToBecomeRoot() throws IOException {
    try (Engine engine = new Engine()) {
      String file = engine.project(SLEEPER);
      Path run = Files.createDirectory(Path.of(file).resolveSibling("run"));
      assertThat(run.toFile().setWritable(false)).isTrue();
      Engine.Outcome up =
          engine
              .with("DAVIT_RUN", run.toString())
              .run(command(List.of("unshare", "--user", "--map-user=65534"), file));
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.err())
          .isEqualTo(
              """
              error: no permission to write to the engine's directory %s
                fix: run davit as root, for example with sudo
              """
                  .formatted(run));
    }
  }

  @Test
  void namesOfFilesAreUtf8WhereThereIsNoLocale() throws IOException {
    try (Engine engine = new Engine()) {
      Path file = Path.of(engine.project(SLEEPER)).resolveSibling("données.yaml");
      Files.writeString(file, SLEEPER);
      for (String none : List.of("LC_ALL=C", "LC_CTYPE=POSIX", "LANG=C", "LANG=")) {
        List<String> config =
            new ArrayList<>(
                List.of("env", "--unset=LC_ALL", "--unset=LC_CTYPE", "--unset=LANG", none));
        config.addAll(Engine.command("-f", file.toString(), "config", "--services"));
        assertThat(engine.run(config)).isEqualTo(new Engine.Outcome(0, "a\n", ""));
      }
    }
  }

  /// In a mount namespace whose /proc and modules are those of a kernel without it.
  @Test
  void aKernelWithoutOverlayfsIsNamed() throws IOException {
    try (Engine engine = new Engine()) {
      String file = engine.project(SLEEPER);
      Path known = Path.of(file).resolveSibling("filesystems");
      Files.writeString(
          known, Files.readString(Path.of("/proc/filesystems")).replace("nodev\toverlay\n", ""));
      String without =
          "mount --bind %s /proc/filesystems; if [ -d /lib/modules ]; then mount -t tmpfs none /lib/modules; fi; exec \"$@\""
              .formatted(known);
      Engine.Outcome up =
          engine.run(command(List.of("unshare", "--mount", "sh", "-ec", without, "sh"), file));
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.err())
          .contains("the kernel has no overlayfs\n  |   fix: run a kernel with CONFIG_OVERLAY_FS");
    }
  }

  @Test
  void aMachineWithoutCgroupsIsToldHowToMountThem() throws IOException {
    try (Engine engine = new Engine()) {
      Engine.Outcome up =
          engine.run(
              command(
                  List.of(
                      "unshare",
                      "--mount",
                      "sh",
                      "-ec",
                      "umount -R /sys/fs/cgroup; exec \"$@\"",
                      "sh"),
                  engine.project(SLEEPER)));
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.err())
          .contains(
              "no cgroup hierarchy is mounted\n"
                  + "  |   fix: mount one: mount -t cgroup2 none /sys/fs/cgroup");
    }
  }

  private static List<String> command(List<String> around, String file) {
    List<String> command = new ArrayList<>(around);
    command.addAll(Engine.command("-f", file, "up", "-d"));
    return command;
  }
}

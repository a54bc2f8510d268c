package io.davit.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.runtime.MountSpec;
import io.davit.runtime.Resources;
import io.davit.runtime.compile.Sandbox.Running;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Limits, as the processes meet them: on the version of cgroups that the machine has.
@Tag("kernel")
@Timeout(900)
final class LimitsTest {
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

  @Test
  void whoTakesTooMuchMemoryIsKilled() throws Exception {
    Specs specs =
        sandbox
            .specs()
            .mount(new MountSpec.Tmpfs("/big", Optional.empty(), 0755, 0, 0, false, true))
            .command("dd", "if=/dev/zero", "of=/big/file", "bs=1M", "count=200");
    specs.resources = new Resources(16 << 20, 16 << 20, 0, 0, 0, 0, 0, "", "", 0);
    try (Running running = sandbox.start(specs.build())) {
      assertThat(running.end().exitCode()).isEqualTo(137);
      assertThat(running.group.oomKills()).isPositive();
    }
  }

  @Test
  void aForkBombStaysInItsLimit() throws Exception {
    Specs specs =
        sandbox
            .specs()
            .shell("i=0; while [ $i -lt 30 ]; do sleep 1000 & i=$((i+1)); done; echo all");
    specs.resources = new Resources(0, 0, 0, 0, 0, 0, 0, "", "", 12);
    try (Running running = sandbox.start(specs.build())) {
      assertThat(running.end().output()).doesNotContain("all");
      assertThat(running.group.processes().size()).isLessThanOrEqualTo(12);
    }
  }

  @Test
  void aBusyContainerIsHeldToItsShareOfTheProcessor() throws Exception {
    // 200 ms of processor time at a tenth of one: 2 s of real time, and never less.
    Specs specs =
        sandbox
            .specs()
            .shell(
                "read a b < /proc/uptime; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; "
                    + "read c d < /proc/uptime; echo $a $c");
    specs.resources = new Resources(0, 0, 0, 100_000_000, 0, 0, 0, "", "", 0);
    try (Running running = sandbox.start(specs.build())) {
      String[] times = running.end().output().strip().split(" ", -1);
      double elapsed = Double.parseDouble(times[1]) - Double.parseDouble(times[0]);
      double used = running.group.usage().cpuNanos() / 1e9;
      // One period's worth may be used before the first refill.
      assertThat(used).isLessThan(0.11 * elapsed + 0.05);
    }
  }

  @Test
  void aPausedContainerDoesNothingUntilItGoesOn() throws Exception {
    Specs specs = sandbox.specs().shell("while :; do :; done");
    try (Running running = sandbox.start(specs.build())) {
      running.group.freeze();
      running.group.freeze();
      long first = running.group.usage().cpuNanos();
      long second = running.group.usage().cpuNanos();
      assertThat(second).isEqualTo(first);
      running.group.thaw();
      while (running.group.usage().cpuNanos() == second) {
        Thread.onSpinWait();
      }
    }
  }
}

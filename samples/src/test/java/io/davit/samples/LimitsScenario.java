package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Limits as the kernel enforces them.
@Tag("kernel")
final class LimitsScenario {
  /// A fifth of a processor, in each period of 100 ms.
  private static final double QUOTA_NANOS = 20e6;

  @Test
  void aContainerOverItsMemoryIsKilledAndSaysSo() throws IOException {
    Machine before = Machine.observe();
    try (Engine engine = new Engine()) {
      String file =
          engine.project(
              """
              name: limits
              services:
                greedy:
                  image: davit/host
                  mem_limit: 32m
                  memswap_limit: 32m
                  command: [perl, -e, 'my $$x = "x" x (512 << 20); sleep 1000']
              """);
      engine.mustDavit("-f", file, "up", "-d");
      assertThat(engine.davit("-f", file, "wait", "greedy").exitCode()).isEqualTo(137);
      assertThat(
              engine
                  .mustDavit(
                      "container",
                      "inspect",
                      "--format",
                      "{{.State.OOMKilled}} {{.State.ExitCode}}",
                      "limits-greedy-1")
                  .out())
          .isEqualTo("true 137\n");
      engine.mustDavit("-f", file, "down");
    }
    assertThat(before.added()).isEmpty();
  }

  @Test
  void aForkBombStaysInItsLimit() throws IOException {
    Machine before = Machine.observe();
    try (Engine engine = new Engine()) {
      String file =
          engine.project(
              """
              name: limits
              services:
                bomb:
                  image: davit/host
                  pids_limit: 20
                  init: true
                  command: [bash, -c, 'for i in {1..60}; do sleep 1000 & done; wait']
              """);
      engine.mustDavit("-f", file, "up", "-d");
      await()
          .atMost(Duration.ofMinutes(10))
          .untilAsserted(
              () ->
                  assertThat(engine.mustDavit("-f", file, "logs", "bomb").out())
                      .contains("Resource temporarily unavailable"));
      assertThat(
              engine
                  .mustDavit("-f", file, "top", "bomb")
                  .out()
                  .lines()
                  .filter(line -> line.contains("sleep") || line.contains("bash"))
                  .count())
          .isBetween(2L, 20L);
      engine.mustDavit("-f", file, "down", "-t", "1");
    }
    assertThat(before.added()).isEmpty();
  }

  /// By the kernel's own account, which the container reads where it was throttled for the
  /// hundredth time: in each such period it had all of its quota, and over all periods no more.
  /// Other work on the machine changes neither.
  @Test
  void aQuotaHoldsWithinATenthHoweverBusyTheMachineIs() throws IOException {
    try (Engine engine = new Engine()) {
      String file =
          engine.project(
              """
              name: limits
              services:
                busy:
                  image: davit/host
                  cpus: 0.2
                  command:
                    - perl
                    - -e
                    - |
                      my ($$stat) = grep { -e } map { "/sys/fs/cgroup/$$_" . "cpu.stat" } "", "cpu/", "cpu,cpuacct/";
                      while (1) {
                        for (my $$i = 0; $$i < 10000; $$i++) {}
                        open my $$file, "<", $$stat or die "$$stat: $$!";
                        my %is = map { split } <$$file>;
                        next if $$is{nr_throttled} < 100;
                        my $$nanos = ($$is{usage_usec} // 0) * 1000;
                        if (!$$nanos) {
                          open my $$usage, "<", "/sys/fs/cgroup/cpuacct/cpuacct.usage" or die "cpuacct.usage: $$!";
                          $$nanos = <$$usage>;
                        }
                        print "$$nanos $$is{nr_throttled} $$is{nr_periods}\\n";
                        exit;
                      }
              """);
      engine.mustDavit("-f", file, "up", "-d");
      assertThat(engine.davit("-f", file, "wait", "busy").exitCode()).isZero();
      String[] account =
          engine
              .mustDavit("-f", file, "logs", "--no-log-prefix", "busy")
              .out()
              .strip()
              .split(" ", -1);
      double quotas = Double.parseDouble(account[0]) / QUOTA_NANOS;
      assertThat(quotas)
          .isBetween(0.9 * Long.parseLong(account[1]), 1.1 * Long.parseLong(account[2]));
      engine.mustDavit("-f", file, "down");
    }
  }
}

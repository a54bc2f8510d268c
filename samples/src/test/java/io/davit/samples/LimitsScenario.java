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
          .atMost(Duration.ofSeconds(60))
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
}

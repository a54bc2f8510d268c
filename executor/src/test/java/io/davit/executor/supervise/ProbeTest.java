package io.davit.executor.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.Healthcheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ProbeTest {
  private static ContainerCreate config(
      @Nullable List<String> shell, @Nullable Healthcheck healthcheck) {
    return new ContainerCreate(
        null,
        null,
        "app",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        healthcheck,
        shell,
        null,
        null);
  }

  private static Healthcheck test(String... test) {
    return new Healthcheck(List.of(test), null, null, null, null, null);
  }

  private static Optional<List<String>> command(@Nullable List<String> shell, String... test) {
    return Probe.of(config(shell, test(test))).map(Probe::command);
  }

  @Test
  void theTestSaysWhatIsExecuted() {
    assertThat(command(null, "CMD", "curl", "-f", "x")).contains(List.of("curl", "-f", "x"));
    assertThat(command(null, "CMD-SHELL", "curl -f x"))
        .contains(List.of("/bin/sh", "-c", "curl -f x"));
    assertThat(command(List.of("/bin/ash", "-ec"), "CMD-SHELL", "true"))
        .contains(List.of("/bin/ash", "-ec", "true"));
    assertThat(command(null, "NONE")).isEmpty();
    assertThat(Probe.of(config(null, null))).isEmpty();
  }

  @Test
  void defaultsAreDockers() {
    Probe probe = Probe.of(config(null, test("CMD", "true"))).orElseThrow();
    assertThat(probe)
        .isEqualTo(
            new Probe(
                List.of("true"),
                "app",
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                3,
                Duration.ZERO,
                Duration.ofSeconds(5)));
  }

  @Test
  void theStartPeriodIsProbedMoreOftenUntilItsEnd() {
    Probe probe =
        new Probe(
            List.of("true"),
            "",
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            3,
            Duration.ofSeconds(12),
            Duration.ofSeconds(5));
    assertThat(probe.nextDelay(true, Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
    // Clipped: a probe lands where the start period ends.
    assertThat(probe.nextDelay(true, Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(2));
    assertThat(probe.nextDelay(true, Duration.ofSeconds(12))).isEqualTo(Duration.ofSeconds(30));
    assertThat(probe.nextDelay(false, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(30));
  }
}

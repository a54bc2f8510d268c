package io.davit.executor.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.api.ContainerCreate.RestartPolicy;
import io.davit.executor.container.RestartRule.Decision;
import io.davit.executor.container.RestartRule.Ended;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Docker's restart policies (moby integration/container/restart_test.go).
final class RestartSupervisorTest {
  private final RestartSupervisor supervisor = new RestartSupervisor();

  private static Ended ended(
      String policy, int attempts, int code, int restarts, Duration ran, Duration lastDelay) {
    return new Ended(
        "id",
        new RestartPolicy(policy, attempts),
        new ExitStatus(code, false, Instant.EPOCH),
        restarts,
        ran,
        lastDelay);
  }

  @ParameterizedTest
  @CsvSource({
    "no,             0,   0, 0, false",
    "no,             0,   1, 0, false",
    "'',             0,   1, 0, false",
    "always,         0,   0, 0, true",
    "always,         0, 137, 9, true",
    "unless-stopped, 0,   0, 0, true",
    "on-failure,     0,   0, 0, false",
    "on-failure,     0,   1, 0, true",
    "on-failure,     0,   1, 99, true",
    "on-failure,     3,   1, 2, true",
    "on-failure,     3,   1, 3, false",
    "on-failure,     3,   0, 0, false",
  })
  void whoStartsAgain(String policy, int attempts, int code, int restarts, boolean again) {
    var _ = supervisor.endRecovery();
    Decision decision =
        supervisor.afterExit(
            ended(policy, attempts, code, restarts, Duration.ofMillis(5), Duration.ZERO));
    assertThat(decision instanceof Decision.RestartAfter).isEqualTo(again);
  }

  @Test
  void theBackOffDoublesUpToAMinute() {
    var _ = supervisor.endRecovery();
    List<Duration> delays = new ArrayList<>();
    Duration last = Duration.ZERO;
    for (int restart = 0; restart < 12; restart++) {
      last = delay(ended("always", 0, 1, restart, Duration.ofMillis(5), last));
      delays.add(last);
    }
    assertThat(delays.stream().map(Duration::toMillis))
        .containsExactly(
            100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 51200L, 60000L, 60000L);
  }

  @Test
  void tenSecondsOfRunningBeginAnew() {
    var _ = supervisor.endRecovery();
    Duration minute = Duration.ofMinutes(1);
    assertThat(delay(ended("always", 0, 1, 20, Duration.ofSeconds(10), minute)))
        .isEqualTo(Duration.ofMillis(100));
    assertThat(delay(ended("always", 0, 1, 20, Duration.ofMillis(9_999), minute)))
        .isEqualTo(minute);
  }

  private Duration delay(Ended ended) {
    return ((Decision.RestartAfter) supervisor.afterExit(ended)).delay();
  }

  @Test
  void whatEndedWithTheEngineIsNotedInsteadOfStarted() {
    Decision decision =
        supervisor.afterExit(ended("always", 0, 255, 0, Duration.ZERO, Duration.ZERO));
    assertThat(decision).isInstanceOf(Decision.Stay.class);
    assertThat(supervisor.endRecovery()).containsExactly("id");
    assertThat(supervisor.endRecovery()).isEmpty();
  }

  @Test
  void whatRestsByItsPolicyIsNotNoted() {
    var _ = supervisor.afterExit(ended("no", 0, 255, 0, Duration.ZERO, Duration.ZERO));
    assertThat(supervisor.endRecovery()).isEmpty();
  }
}

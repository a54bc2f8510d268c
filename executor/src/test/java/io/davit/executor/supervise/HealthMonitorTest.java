package io.davit.executor.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.Healthcheck;
import io.davit.api.ContainerInspect.Health;
import io.davit.executor.container.Containers;
import io.davit.executor.container.Containers.ExecResult;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.fake.FakeEngine;
import io.davit.problem.Conflict;
import io.davit.problem.Resource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Docker's health checks (moby daemon/health.go), on a clock that the test moves.
final class HealthMonitorTest {
  private static final long SECOND = 1_000_000_000L;
  private static final ExecResult GOOD = new ExecResult(0, "fine", false);
  private static final ExecResult BAD = new ExecResult(1, "refused", false);

  @TempDir Path directory;
  private final ManualTimer timer = new ManualTimer();
  private final Deque<ExecResult> results = new ArrayDeque<>();
  private final List<List<String>> commands = new ArrayList<>();
  private EngineContainers engine;
  private HealthMonitor monitor;

  @BeforeEach
  void begin() {
    engine = new FakeEngine(directory).start();
    monitor = new HealthMonitor(probed(), timer, () -> timer.instant());
    monitor.start();
  }

  @AfterEach
  void end() {
    monitor.close();
    engine.close();
  }

  /// The engine, whose probes end as the test says.
  private Containers probed() {
    return (Containers)
        Proxy.newProxyInstance(
            Containers.class.getClassLoader(),
            new Class<?>[] {Containers.class},
            (_, method, arguments) -> {
              if (method.getName().equals("exec")) {
                return probe((String) arguments[0]);
              }
              try {
                return method.invoke(engine, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private ExecResult probe(String id) {
    commands.add(List.of(id));
    ExecResult result = results.poll();
    if (result == null) {
      throw new Conflict("no probe expected", new Resource("container", id), "check the test");
    }
    return result;
  }

  private String started(Healthcheck check) {
    ContainerCreate body =
        new ContainerCreate(
            null, null, null, null, null, null, null, null, null, null, null, null, "app", null,
            null, null, null, null, null, check, null, null, null);
    String id = engine.create("web", body);
    engine.start(id);
    await().until(() -> engine.inspect(id).state().health() != null);
    // Its life in the monitor begins where the clock stands.
    await().until(() -> timer.next().isPresent());
    return id;
  }

  private static Healthcheck every(long seconds, int retries) {
    return new Healthcheck(List.of("CMD", "check"), seconds * SECOND, null, null, null, retries);
  }

  private Health health(String id) {
    return Objects.requireNonNull(engine.inspect(id).state().health());
  }

  @Test
  void aContainerBeginsInStartingAndIsHealthyAfterOneSuccess() {
    String id = started(every(30, 3));
    assertThat(health(id).status()).isEqualTo("starting");
    assertThat(timer.next()).contains(Duration.ofSeconds(30));
    results.add(GOOD);
    timer.advance(Duration.ofSeconds(30));
    assertThat(health(id).status()).isEqualTo("healthy");
    assertThat(health(id).log())
        .singleElement()
        .satisfies(p -> assertThat(p.output()).isEqualTo("fine"));
  }

  @Test
  void retriesInARowMakeItUnhealthyAndOneSuccessHealsIt() {
    String id = started(every(10, 2));
    results.add(BAD);
    timer.advance(Duration.ofSeconds(10));
    assertThat(health(id).status()).isEqualTo("starting");
    assertThat(health(id).failingStreak()).isEqualTo(1);
    results.add(BAD);
    timer.advance(Duration.ofSeconds(10));
    assertThat(health(id).status()).isEqualTo("unhealthy");
    results.add(GOOD);
    timer.advance(Duration.ofSeconds(10));
    assertThat(health(id).status()).isEqualTo("healthy");
    assertThat(health(id).failingStreak()).isZero();
  }

  @Test
  void aTimeoutIsAFailureAndSaysSo() {
    String id = started(every(10, 1));
    results.add(new ExecResult(-1, "so far", true));
    timer.advance(Duration.ofSeconds(10));
    assertThat(health(id).status()).isEqualTo("unhealthy");
    assertThat(health(id).log().getLast().exitCode()).isEqualTo(-1);
    assertThat(health(id).log().getLast().output())
        .isEqualTo("health check exceeded its timeout of 30.0 s: so far");
  }

  @Test
  void fiveResultsAreKept() {
    String id = started(every(1, 3));
    for (int probe = 0; probe < 7; probe++) {
      results.add(new ExecResult(0, "probe " + probe, false));
      timer.advance(Duration.ofSeconds(1));
    }
    assertThat(health(id).log().stream().map(probe -> probe.output()))
        .containsExactly("probe 2", "probe 3", "probe 4", "probe 5", "probe 6");
  }

  @Test
  void aPausedContainerIsNotProbed() {
    String id = started(every(10, 3));
    engine.pause(id);
    await().until(() -> timer.next().isEmpty());
    timer.advance(Duration.ofMinutes(5));
    assertThat(commands).isEmpty();
    engine.unpause(id);
    await().until(() -> timer.next().isPresent());
    results.add(GOOD);
    timer.advance(Duration.ofSeconds(10));
    assertThat(health(id).status()).isEqualTo("healthy");
  }

  @Test
  void anEndedContainerIsNotProbed() {
    String id = started(every(10, 3));
    engine.kill(id, "SIGKILL");
    await().until(() -> timer.next().isEmpty());
    assertThat(commands).isEmpty();
  }
}

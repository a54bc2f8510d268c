package io.davit.executor.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.davit.api.ContainerInspect.State;
import io.davit.executor.fake.FakeEngine;
import io.davit.problem.Conflict;
import io.davit.problem.NotFound;
import io.davit.problem.NotRunnable;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A container's life, by what Docker's clients see of it.
final class LifecycleTest {
  @TempDir Path directory;
  private FakeEngine engine;
  private EngineContainers containers;

  @BeforeEach
  void start() {
    engine = new FakeEngine(directory);
    containers = engine.start();
  }

  private String created() {
    return containers.create("web", Bodies.app());
  }

  private String running() {
    String id = created();
    containers.start(id);
    return id;
  }

  private State state(String reference) {
    return containers.inspect(reference).state();
  }

  private void awaitState(String reference, String word) {
    await().until(() -> state(reference).status().equals(word));
  }

  @Test
  void aStartedContainerRunsInItsNetwork() {
    String id = running();
    assertThat(state("web").status()).isEqualTo("running");
    assertThat(state("web").pid()).isEqualTo(engine.runtime.process(id).pid());
    assertThat(engine.networks.open()).containsExactly(id);
    assertThat(engine.runtime.spec(id).process().arguments()).containsExactly("/app", "serve");
    await()
        .untilAsserted(
            () ->
                assertThat(engine.happened())
                    .containsExactly(
                        "volume create", "container create", "network connect", "container start"));
  }

  @Test
  void startingTwiceDoesNothing() {
    running();
    assertThat(containers.startIfResting("web")).isFalse();
    assertThat(engine.runtime.calls()).filteredOn(call -> call.startsWith("start")).hasSize(1);
  }

  @Test
  void stopIsSignalThenEnd() {
    String id = running();
    containers.stop("web", Optional.empty(), Optional.empty());
    assertThat(state("web").status()).isEqualTo("exited");
    assertThat(state("web").exitCode()).isEqualTo(143);
    assertThat(engine.networks.open()).isEmpty();
    assertThat(engine.runtime.calls()).contains("signal " + id + " 15", "remove " + id);
    await()
        .untilAsserted(
            () ->
                assertThat(engine.happened())
                    .endsWith(
                        "container kill", "container die", "network disconnect", "container stop"));
  }

  @Test
  void afterItsGracePeriodItIsKilled() {
    String id = running();
    engine.runtime.beStubborn();
    containers.stop("web", Optional.of(Duration.ZERO), Optional.of("SIGTERM"));
    assertThat(state("web").exitCode()).isEqualTo(137);
    assertThat(engine.runtime.calls()).contains("signal " + id + " 15", "signal " + id + " 9");
  }

  @Test
  void anEndIsSeenAndKept() {
    String id = running();
    var exit = containers.exit("web");
    engine.runtime.end(id, 3);
    assertThat(exit.join().code()).isEqualTo(3);
    assertThat(state("web").status()).isEqualTo("exited");
    assertThat(containers.exit("web").join().code()).isEqualTo(3);
  }

  @Test
  void aCommandThatCannotStartLeavesACreatedContainerWithItsCode() {
    engine.runtime.refuse(
        new NotRunnable("exec: \"x\": not found", new Resource("command", "x"), "install it", 127));
    created();
    assertThatThrownBy(() -> containers.start("web")).isInstanceOf(NotRunnable.class);
    assertThat(state("web").status()).isEqualTo("created");
    assertThat(state("web").exitCode()).isEqualTo(127);
    assertThat(engine.networks.open()).as("nothing stays behind").isEmpty();
  }

  @Test
  void aNetworkThatRefusesLeavesNothing() {
    engine.networks.refuse(
        new Conflict("port 80 is taken", new Resource("port", "80"), "choose another"));
    String id = created();
    assertThatThrownBy(() -> containers.start("web")).hasMessage("port 80 is taken");
    assertThat(state("web").error()).isEqualTo("port 80 is taken");
    assertThat(engine.run().resolve("runs").resolve(id)).doesNotExist();
  }

  @Test
  void whileItRestartsItShowsSoAtTheMomentOfItsEnd() {
    engine.with(_ -> new RestartRule.Decision.RestartAfter(Duration.ofDays(1)));
    containers = engine.start();
    String id = running();
    var restartingAtDie = new java.util.concurrent.CompletableFuture<Boolean>();
    containers.subscribe(
        event -> {
          if (event.action().equals("die")) {
            restartingAtDie.complete(state("web").restarting());
          }
        });
    engine.runtime.end(id, 1);
    assertThat(restartingAtDie.join()).isTrue();
    assertThat(engine.networks.open()).as("it keeps its address").containsExactly(id);
    containers.stop("web", Optional.empty(), Optional.empty());
    assertThat(state("web").status()).isEqualTo("exited");
    await()
        .untilAsserted(
            () ->
                assertThat(engine.happened())
                    .as("a stop during the back-off says die once more")
                    .endsWith("container die", "network disconnect", "container stop"));
  }

  @Test
  void aRestartCounts() {
    engine.with(
        ended ->
            ended.restartCount() < 2
                ? new RestartRule.Decision.RestartAfter(Duration.ofMillis(1))
                : new RestartRule.Decision.Stay());
    containers = engine.start();
    String id = running();
    for (int run = 0; run < 3; run++) {
      int before = run;
      await().until(() -> containers.inspect(id).restartCount() == before);
      awaitState(id, "running");
      engine.runtime.end(id, 1);
    }
    awaitState(id, "exited");
    assertThat(containers.inspect(id).restartCount()).isEqualTo(2);
  }

  @Test
  void pausedAndThawed() {
    running();
    containers.pause("web");
    assertThat(state("web").paused()).isTrue();
    assertThatThrownBy(() -> containers.pause("web")).isInstanceOf(Conflict.class);
    containers.unpause("web");
    assertThat(state("web").status()).isEqualTo("running");
  }

  @Test
  void aRunningContainerIsRemovedOnlyByForce() {
    String id = running();
    assertThatThrownBy(() -> containers.remove("web", false, false))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("container is running");
    var removed = containers.exit("web", EngineContainers.Condition.REMOVED);
    containers.remove("web", true, true);
    assertThat(removed.join().code()).isEqualTo(137);
    assertThatThrownBy(() -> containers.inspect(id))
        .isInstanceOf(NotFound.class)
        .hasMessage("No such container: " + id);
    assertThat(engine.root().resolve("containers")).isEmptyDirectory();
    assertThat(containers.volumes()).as("anonymous volumes go too").isEmpty();
  }

  @Test
  void autoRemovalTakesItAwayWhenItEnds() {
    String id = containers.create("once", Bodies.host("{\"AutoRemove\":true}"));
    var removed = containers.exit("once", EngineContainers.Condition.REMOVED);
    containers.start("once");
    engine.runtime.end(id, 5);
    assertThat(removed.join()).extracting(ExitStatus::code).isEqualTo(5);
    assertThat(containers.list(true, Map.of())).isEmpty();
  }

  @Test
  void aNameBelongsToOneContainer() {
    String id = created();
    assertThatThrownBy(() -> containers.create("web", Bodies.app()))
        .isInstanceOf(Conflict.class)
        .hasMessage(
            "Conflict. The container name \"/web\" is already in use by container \""
                + id
                + "\". You have to remove (or rename) that container to be able to reuse that"
                + " name.");
    containers.rename("web", "old");
    assertThat(containers.create("web", Bodies.app())).isNotEqualTo(id);
    assertThat(containers.inspect("old").id()).isEqualTo(id);
    assertThat(containers.inspect(id.substring(0, 12)).name()).isEqualTo("/old");
  }

  @Test
  void anExecRunsInARunningContainerOnly() {
    created();
    assertThatThrownBy(
            () -> containers.exec("web", java.util.List.of("true"), "", Duration.ofSeconds(1), 100))
        .isInstanceOf(Conflict.class);
    containers.start("web");
    var result =
        containers.exec("web", java.util.List.of("echo", "hi"), "", Duration.ofSeconds(10), 7);
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).as("at most so many bytes").isEqualTo("echo hi");
  }

  @Test
  void itsFilesAreWrittenBeforeItStarts() throws java.io.IOException {
    String id = running();
    Path run = engine.run().resolve("runs").resolve(id);
    assertThat(Files.readString(run.resolve("hostname"))).isEqualTo(id.substring(0, 12) + "\n");
    assertThat(run.resolve("hosts")).exists();
    assertThat(run.resolve("resolv.conf")).exists();
  }
}

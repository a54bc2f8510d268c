package io.davit.executor.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.davit.api.ContainerInspect.State;
import io.davit.executor.container.RestartRule.Decision;
import io.davit.executor.fake.FakeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an engine makes of what another one left, whatever moment that ended at.
final class RecoveryTest {
  @TempDir Path directory;
  private FakeEngine engine;
  private EngineContainers before;
  private String id = "";

  @BeforeEach
  void anEngineWithARunningContainer() {
    engine = new FakeEngine(directory);
    before = engine.start();
    id = before.create("web", Bodies.app());
    before.start(id);
  }

  private static State state(EngineContainers containers) {
    return containers.inspect("web").state();
  }

  @Test
  void aRunningContainerRunsOnAndIsWatchedAgain() {
    EngineContainers after = engine.start();
    assertThat(state(after).status()).isEqualTo("running");
    assertThat(state(after).pid()).isEqualTo(engine.runtime.process(id).pid());
    assertThat(engine.networks.open()).containsExactly(id);
    assertThat(Bodies.endpoint(after.inspect("web"), "bridge").ipAddress())
        .isEqualTo(Bodies.endpoint(before.inspect("web"), "bridge").ipAddress());
    engine.runtime.end(id, 9);
    await().until(() -> state(after).exitCode() == 9);
  }

  @Test
  void anEndThatNobodySawIsReadFromItsKeeper() {
    engine.runtime.endUnseen(id, 4);
    EngineContainers after = engine.start();
    assertThat(state(after).status()).isEqualTo("exited");
    assertThat(state(after).exitCode()).isEqualTo(4);
    assertThat(engine.networks.open()).as("its network goes").isEmpty();
    assertThat(engine.run().resolve("runs")).isEmptyDirectory();
  }

  @Test
  void aBootEndsEverythingThatRan() {
    engine.reboot();
    EngineContainers after = engine.start();
    assertThat(state(after).status()).isEqualTo("exited");
    assertThat(state(after).exitCode()).isEqualTo(255);
  }

  @Test
  void theRestartPolicyIsAskedAboutWhatEndedMeanwhile() {
    engine.reboot();
    engine.with(_ -> new Decision.RestartAfter(Duration.ofMillis(1)));
    EngineContainers after = engine.start();
    await().until(() -> state(after).status().equals("running"));
  }

  @Test
  void whatTheUserStoppedStaysStopped() {
    before.stop("web", Optional.empty(), Optional.empty());
    engine.with(_ -> new Decision.RestartAfter(Duration.ofMillis(1)));
    EngineContainers after = engine.start();
    assertThat(state(after).status()).isEqualTo("exited");
    assertThat(state(after).exitCode()).isEqualTo(143);
  }

  @Test
  void whatNoRecordOwnsIsRemoved() throws IOException {
    Path halfMade = engine.root().resolve("containers").resolve("0".repeat(64));
    Files.createDirectories(halfMade.resolve("upper-0"));
    Path record = engine.root().resolve("containers").resolve(id).resolve("container.json");
    Files.delete(record);
    EngineContainers after = engine.start();
    assertThat(after.list(true, Map.of())).isEmpty();
    assertThat(halfMade).doesNotExist();
    assertThat(engine.runtime.calls()).contains("signal " + id + " 9", "remove " + id);
    assertThat(engine.networks.open()).isEmpty();
    assertThat(engine.root().resolve("containers")).isEmptyDirectory();
  }

  @Test
  void aDamagedRecordIsLeftAloneWithAllThatBelongsToIt() throws IOException {
    Path record = engine.root().resolve("containers").resolve(id).resolve("container.json");
    Files.writeString(record, "{\"id\":\"tor");
    EngineContainers after = engine.start();
    assertThat(after.list(true, Map.of())).isEmpty();
    assertThat(record).exists();
    assertThat(engine.runtime.calls()).doesNotContain("signal " + id + " 9");
  }

  @Test
  void networksAndVolumesAreKept() {
    String network =
        before.createNetwork(
            new Containers.NetworkConfig(
                "net",
                "bridge",
                false,
                false,
                Optional.of("10.9.0.0/24"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of("a", "b")));
    before.createVolume("vol", Map.of(), Map.of("c", "d"));
    EngineContainers after = engine.start();
    assertThat(after.network("net").id()).isEqualTo(network);
    assertThat(after.network("net").subnet()).isEqualTo("10.9.0.0/24");
    assertThat(after.volume("vol").labels()).containsEntry("c", "d");
    assertThat(engine.networks.made()).contains("net", "bridge");
  }

  @Test
  void namesStayTaken() {
    EngineContainers after = engine.start();
    List<String> names =
        after.list(true, Map.of()).stream().map(container -> container.names().getFirst()).toList();
    assertThat(names).containsExactly("/web");
    assertThat(after.inspect(id.substring(0, 10)).name()).isEqualTo("/web");
  }
}

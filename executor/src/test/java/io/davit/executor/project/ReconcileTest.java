package io.davit.executor.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.davit.api.ContainerInspect.Health;
import io.davit.problem.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the engine does by itself: after its own end at any moment, after the machine's, and when
/// something disappears behind its back.
final class ReconcileTest {
  private static final String SHOP =
      """
      services:
        web:
          image: app
          restart: always
          depends_on:
            api: {condition: service_healthy}
        api:
          image: app
          restart: unless-stopped
          environment:
            LEVEL: info
          healthcheck:
            test: [CMD, "true"]
          depends_on:
            migrate: {condition: service_completed_successfully}
        migrate:
          image: app
        lazy:
          image: app
      """;

  private static final Map<String, String> RUNNING =
      Map.of(
          "shop-api-1", "running",
          "shop-lazy-1", "running",
          "shop-migrate-1", "exited",
          "shop-web-1", "running");

  @TempDir Path directory;
  private Workshop workshop;

  @BeforeEach
  void begin() {
    workshop = new Workshop(directory).job("migrate", 0).healthy("api");
  }

  @AfterEach
  void end() {
    workshop.close();
  }

  private void up() {
    workshop.projects().start();
    workshop.operate("up", SHOP);
  }

  private void awaitState(String name, String state) {
    await().until(() -> state.equals(workshop.states().get(name)));
  }

  @Test
  void afterABootPoliciesBringServicesBackInTheirOrder() {
    up();
    workshop.reboot();
    assertThat(workshop.states()).containsEntry("shop-web-1", "exited");
    workshop.projects().start();
    awaitState("shop-web-1", "running");
    assertThat(workshop.journal().changes())
        .containsExactly("start shop-api-1", "start shop-web-1");
    assertThat(workshop.states()).containsEntry("shop-lazy-1", "exited");
  }

  @Test
  void whatRanOnIsLeftAlone() {
    up();
    workshop.restartEngine();
    workshop.projects().start();
    workshop.operate("stop", List.of("lazy"));
    assertThat(workshop.journal().changes()).containsExactly("stop shop-lazy-1");
  }

  /// `down` waited for ever behind an engine that waited for a database to become healthy.
  @Test
  void theEnginesOwnWaitMakesWayForAClientAndGoesOnAfterwards() {
    up();
    workshop.undecided("api").reboot();
    workshop.projects().start();
    awaitState("shop-api-1", "running");
    workshop.operate("start", List.of("lazy"));
    assertThat(workshop.states())
        .containsEntry("shop-lazy-1", "running")
        .containsEntry("shop-web-1", "exited");
    workshop
        .containers()
        .health(
            workshop.containers().inspect("shop-api-1").id(), new Health("healthy", 0, List.of()));
    awaitState("shop-web-1", "running");
  }

  @Test
  void whatAUserStoppedStaysStopped() {
    up();
    workshop.operate("stop", List.of("web"));
    workshop.reboot();
    workshop.projects().start();
    awaitState("shop-api-1", "running");
    assertThat(workshop.states()).containsEntry("shop-web-1", "exited");
  }

  @Test
  void aCrashedContainerComesBackByItsPolicy() {
    up();
    String id = workshop.containers().inspect("shop-web-1").id();
    workshop.engine().runtime.end(id, 1);
    await().until(() -> workshop.containers().inspect(id).restartCount() == 1);
    awaitState("shop-web-1", "running");
  }

  @Test
  void aContainerThatDisappearsWhileItRunsIsMadeAgain() {
    up();
    String before = workshop.containers().inspect("shop-lazy-1").id();
    workshop.containers().remove("shop-lazy-1", false, true);
    await()
        .ignoreExceptionsInstanceOf(Failure.class)
        .until(() -> !workshop.containers().inspect("shop-lazy-1").id().equals(before));
    awaitState("shop-lazy-1", "running");
  }

  @Test
  void whatAUserStopsAndRemovesIsNotMadeAgain() {
    up();
    workshop.containers().stop("shop-lazy-1", Optional.empty(), Optional.empty());
    workshop.containers().remove("shop-lazy-1", false, false);
    // A look at the project that comes later, and has something to do.
    workshop.containers().remove("shop-web-1", false, true);
    awaitState("shop-web-1", "running");
    assertThat(workshop.states()).doesNotContainKey("shop-lazy-1");
  }

  @Test
  void anEngineThatIsKilledAtAnyStepOfUpFinishesItLater() {
    for (int step = 0; step < 13; step++) {
      try (Workshop killed =
          new Workshop(directory.resolve("step" + step)).job("migrate", 0).healthy("api")) {
        killed.journal().endAfter(step);
        killed.operate("up", SHOP);
        killed.restartEngine();
        killed.projects().start();
        String where = "killed before change %d".formatted(step);
        await(where)
            .untilAsserted(
                () ->
                    assertThat(killed.states())
                        .as("%s, then %s", where, killed.journal().changes())
                        .isEqualTo(RUNNING));
        assertSettled(killed);
      }
    }
  }

  @Test
  void anEngineThatIsKilledAtAnyStepOfARecreationFinishesItLater() {
    for (int step = 0; step < 6; step++) {
      try (Workshop killed =
          new Workshop(directory.resolve("step" + step)).job("migrate", 0).healthy("api")) {
        killed.operate("up", SHOP);
        killed.journal().endAfter(step);
        killed.operate("up", SHOP.replace("info", "debug"));
        killed.restartEngine();
        killed.projects().start();
        killed.operate("up", SHOP.replace("info", "debug"));
        assertThat(killed.states()).as("killed before change %d", step).isEqualTo(RUNNING);
        assertThat(killed.containers().inspect("shop-api-1").config().env())
            .contains("LEVEL=debug");
        assertSettled(killed, SHOP.replace("info", "debug"));
      }
    }
  }

  @Test
  void anEngineThatIsKilledAtAnyStepOfDownDoesNotRaiseWhatWasLowered() {
    for (int step = 0; step < 9; step++) {
      try (Workshop killed =
          new Workshop(directory.resolve("step" + step)).job("migrate", 0).healthy("api")) {
        killed.operate("up", SHOP);
        killed.journal().endAfter(step);
        killed.operate("down", SHOP);
        int left = killed.states().size();
        killed.restartEngine();
        killed.projects().start();
        killed.operate("down", List.of());
        assertThat(left).isLessThanOrEqualTo(4);
        assertThat(killed.states()).isEmpty();
      }
    }
  }

  private static void assertSettled(Workshop workshop) {
    assertSettled(workshop, SHOP);
  }

  private static void assertSettled(Workshop workshop, String yaml) {
    var plan =
        workshop
            .projects()
            .plan("shop", "up", Workshop.request(yaml, List.of(), Workshop.NO_OPTIONS));
    assertThat(plan.actions())
        .as("%s", plan.text())
        .allMatch(action -> action.resource().contains("migrate"));
  }
}

package io.davit.executor.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.davit.api.ErrorBody;
import io.davit.api.Progress;
import io.davit.api.ProjectRequest;
import io.davit.executor.supervise.ManualTimer;
import io.davit.problem.Conflict;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Operations on a project, by what happens to its containers and what the client is told.
final class ProjectsTest {
  static final String SHOP =
      """
      services:
        web:
          image: app
          networks: [front]
          depends_on:
            api: {condition: service_healthy}
        api:
          image: app
          environment:
            LEVEL: info
          healthcheck:
            test: [CMD, "true"]
          networks: [front, back]
          depends_on:
            migrate: {condition: service_completed_successfully}
        migrate:
          image: app
          networks: [back]
        cache:
          image: app
          networks: [back]
          restart: always
      networks:
        front:
        back:
      """;

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

  private static ErrorBody error(List<Progress> lines) {
    Progress.Result result = Objects.requireNonNull(lines.getLast().result());
    return Objects.requireNonNull(result.error());
  }

  private static boolean ok(List<Progress> lines) {
    return Objects.requireNonNull(lines.getLast().result()).ok();
  }

  private static List<String> told(List<Progress> lines) {
    return lines.stream()
        .filter(line -> line.result() == null)
        .map(line -> "%s %s".formatted(line.id(), line.text()))
        .toList();
  }

  @Test
  void upStartsEverythingInItsOrder() {
    List<Progress> lines = workshop.operate("up", SHOP);
    assertThat(ok(lines)).isTrue();
    assertThat(workshop.journal().changes())
        .containsSubsequence(
            "createNetwork shop_back",
            "start shop-migrate-1",
            "start shop-api-1",
            "start shop-web-1")
        .doesNotHaveDuplicates();
    assertThat(workshop.states())
        .isEqualTo(
            Map.of(
                "shop-api-1", "running",
                "shop-cache-1", "running",
                "shop-migrate-1", "exited",
                "shop-web-1", "running"));
    assertThat(told(lines))
        .containsSubsequence(
            "Container shop-migrate-1 Creating",
            "Container shop-migrate-1 Created",
            "Container shop-migrate-1 Starting",
            "Container shop-migrate-1 Started",
            "Container shop-migrate-1 Waiting",
            "Container shop-migrate-1 Exited",
            "Container shop-api-1 Started",
            "Container shop-api-1 Healthy",
            "Container shop-web-1 Started");
  }

  @Test
  void theSecondUpOnlyRunsTheJobAgain() {
    workshop.operate("up", SHOP);
    workshop.journal().clear();
    List<Progress> lines = workshop.operate("up", SHOP);
    assertThat(workshop.journal().changes()).containsExactly("start shop-migrate-1");
    assertThat(told(lines)).contains("Container shop-web-1 Running");
  }

  /// `logs` of a service that there is not printed nothing and succeeded.
  @Test
  void containersOfAServiceThatThereIsNotAreAskedForInVain() {
    workshop.operate("up", SHOP);
    assertThat(workshop.projects().containers("shop", List.of("web"), 0)).hasSize(1);
    assertThatThrownBy(() -> workshop.projects().containers("shop", List.of("wbe"), 0))
        .isInstanceOf(NotFound.class)
        .hasMessage("no such service: wbe");
  }

  @Test
  void aChangeIsPlannedWithItsCause() {
    workshop.operate("up", SHOP);
    var body =
        workshop
            .projects()
            .plan(
                "shop",
                "up",
                Workshop.request(
                    SHOP.replace("info", "debug"), List.of("api"), Workshop.NO_OPTIONS));
    assertThat(body.text()).contains("because environment.LEVEL: info → debug (-:10)");
  }

  @Test
  void aRecreatedContainerKeepsItsNameAndItsAnonymousVolume() {
    workshop.operate("up", SHOP);
    var before = workshop.containers().inspect("shop-api-1");
    List<Progress> lines = workshop.operate("up", SHOP.replace("info", "debug"));
    var after = workshop.containers().inspect("shop-api-1");
    assertThat(after.id()).isNotEqualTo(before.id());
    assertThat(after.config().env()).contains("LEVEL=debug");
    assertThat(after.mounts())
        .extracting(mount -> mount.name())
        .isEqualTo(before.mounts().stream().map(mount -> mount.name()).toList());
    assertThat(told(lines))
        .containsSubsequence("Container shop-api-1 Recreate", "Container shop-api-1 Recreated");
    assertThat(told(lines)).doesNotContain("Container shop-api-1 Removing");
  }

  @Test
  void anUnhealthyDependencyIsExplainedAndTheRestGoesOn() {
    try (Workshop other =
        new Workshop(directory.resolve("other")).job("migrate", 0).unhealthy("api")) {
      List<Progress> lines = other.operate("up", SHOP);
      assertThat(ok(lines)).isFalse();
      assertThat(error(lines).message())
          .isEqualTo(
              """
              dependency failed to start: container shop-api-1 is unhealthy
                its last probe ended with code 1:
                  | connection refused""");
      assertThat(error(lines).fix()).isEqualTo("see davit logs api");
      assertThat(other.states())
          .containsEntry("shop-cache-1", "running")
          .containsEntry("shop-web-1", "created");
      assertThat(told(lines)).contains("Container shop-web-1 Skipped");
    }
  }

  @Test
  void aFailedJobStopsItsDependents() {
    try (Workshop other = new Workshop(directory.resolve("other")).job("migrate", 3)) {
      List<Progress> lines = other.operate("up", SHOP);
      assertThat(error(lines).message())
          .startsWith(
              "dependency failed to start: service \"migrate\" didn't complete successfully: exit 3");
      assertThat(other.states()).containsEntry("shop-api-1", "created");
    }
  }

  @Test
  void anOptionalDependencyOnlyWarns() {
    String optional =
        SHOP.replace(
            "condition: service_completed_successfully",
            "condition: service_completed_successfully, required: false");
    try (Workshop other =
        new Workshop(directory.resolve("other")).job("migrate", 3).healthy("api")) {
      List<Progress> lines = other.operate("up", optional);
      assertThat(ok(lines)).isTrue();
      assertThat(told(lines)).contains("Container shop-migrate-1 Skipped");
    }
  }

  @Test
  void allFailuresAreToldAtTheEnd() {
    Conflict taken = new Conflict("port taken", new Resource("port", "80"), "free it");
    workshop.journal().refuse("start shop-cache-1", taken);
    workshop
        .journal()
        .refuse("start shop-migrate-1", new Conflict("no disk", new Resource("path", "/"), "buy"));
    List<Progress> lines = workshop.operate("up", SHOP);
    assertThat(error(lines).message())
        .contains("port taken\n  fix: free it")
        .contains("no disk\n  fix: buy");
  }

  /// It once waited for the other service as long as that one neither became healthy nor ended: for
  /// ever, when it is restarted again and again.
  @Test
  void aFailureEndsTheWaitsOfOthersAndKeepsWhatRuns() {
    String yaml =
        """
        services:
          db:
            image: app
            healthcheck: {test: [CMD, "false"]}
          web:
            image: app
            depends_on:
              db: {condition: service_healthy}
          cache:
            image: app
            depends_on: [db]
        """;
    workshop
        .journal()
        .refuse("start shop-cache-1", new Conflict("no", new Resource("path", "/"), "buy"));
    List<Progress> lines = workshop.operate("up", yaml);
    assertThat(error(lines).message()).isEqualTo("no");
    assertThat(workshop.states())
        .isEqualTo(
            Map.of("shop-cache-1", "created", "shop-db-1", "running", "shop-web-1", "created"));
    assertThat(lines)
        .filteredOn(line -> "Skipped".equals(line.text()))
        .extracting(line -> "%s: %s".formatted(line.id(), line.details()))
        .containsExactly(
            "Container shop-db-1: no longer waited for, since something else failed",
            "Container shop-web-1: what it depends on was skipped");
  }

  @Test
  void whatIsNotAcceptableIsToldBeforeAnything() {
    assertThatThrownBy(() -> workshop.operate("up", SHOP, List.of("wep"), Workshop.NO_OPTIONS))
        .isInstanceOf(NotFound.class)
        .hasMessage("no such service: wep");
    assertThatThrownBy(() -> workshop.operate("stop", List.of("web"))).isInstanceOf(NotFound.class);
    assertThat(workshop.journal().changes()).isEmpty();
  }

  @Test
  void anEndedClientEndsTheWaitButNotTheDeclaration() {
    try (Workshop other = new Workshop(directory.resolve("other"))) {
      Cancellation cancellation = new Cancellation();
      List<Progress> lines = Collections.synchronizedList(new ArrayList<>());
      ProjectRequest request = Workshop.request(SHOP, List.of(), Workshop.NO_OPTIONS);
      Thread up =
          Thread.ofVirtual()
              .start(
                  () -> other.projects().operate("shop", "up", request, lines::add, cancellation));
      await().until(() -> told(List.copyOf(lines)).contains("Container shop-migrate-1 Waiting"));
      cancellation.cancel();
      await().until(() -> !up.isAlive());
      assertThat(other.states()).containsEntry("shop-web-1", "created");
      assertThat(other.projects().get("shop").model()).isNotNull();
    }
  }

  @Test
  void operationsOnOneProjectComeOneAfterTheOther() throws InterruptedException {
    try (Workshop other = new Workshop(directory.resolve("other"))) {
      Cancellation cancellation = new Cancellation();
      CountDownLatch waiting = new CountDownLatch(1);
      ProjectRequest request = Workshop.request(SHOP, List.of(), Workshop.NO_OPTIONS);
      Thread up =
          Thread.ofVirtual()
              .start(
                  () ->
                      other
                          .projects()
                          .operate(
                              "shop",
                              "up",
                              request,
                              line -> {
                                if ("Waiting".equals(line.text())) {
                                  waiting.countDown();
                                }
                              },
                              cancellation));
      waiting.await();
      List<Progress> second = Collections.synchronizedList(new ArrayList<>());
      Thread down =
          Thread.ofVirtual()
              .start(
                  () ->
                      other
                          .projects()
                          .operate("shop", "down", request, second::add, new Cancellation()));
      await()
          .until(
              () ->
                  told(List.copyOf(second)).contains("Project shop Waiting for another operation"));
      assertThat(other.states()).isNotEmpty();
      cancellation.cancel();
      await().until(() -> !up.isAlive() && !down.isAlive());
      assertThat(other.states()).isEmpty();
    }
  }

  @Test
  void downTakesEverythingAwayAndForgets() {
    workshop.operate("up", SHOP);
    assertThat(ok(workshop.operate("down", SHOP))).isTrue();
    assertThat(workshop.states()).isEmpty();
    assertThat(workshop.containers().networks())
        .noneMatch(network -> network.config().name().startsWith("shop_"));
    assertThatThrownBy(() -> workshop.projects().get("shop")).isInstanceOf(NotFound.class);
  }

  @Test
  void downNeedsNoFile() {
    workshop.operate("up", SHOP);
    assertThat(ok(workshop.operate("down", List.of()))).isTrue();
    assertThat(workshop.states()).isEmpty();
  }

  @Test
  void scaleAddsAndTakesTheHighestAway() {
    workshop.operate("up", SHOP);
    workshop.operate("scale", SHOP, List.of(), scale("cache", 3));
    assertThat(workshop.states()).containsKeys("shop-cache-1", "shop-cache-2", "shop-cache-3");
    workshop.operate("scale", SHOP, List.of(), scale("cache", 1));
    assertThat(workshop.states()).containsKey("shop-cache-1").doesNotContainKey("shop-cache-3");
  }

  private static ProjectRequest.Options scale(String service, int replicas) {
    return new ProjectRequest.Options(
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
        Map.of(service, replicas),
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void runMakesAOneOffAndLeavesItToItsClient() {
    ProjectRequest.Run run =
        new ProjectRequest.Run(
            null,
            List.of("sh"),
            null,
            List.of("A=b"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            true,
            true,
            true);
    var options =
        new ProjectRequest.Options(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, run);
    List<Progress> lines = workshop.operate("run", SHOP, List.of("api"), options);
    String id =
        Objects.requireNonNull(Objects.requireNonNull(lines.getLast().result()).containerId());
    var made = workshop.containers().inspect(id);
    assertThat(made.name()).matches("/shop-api-run-[0-9a-f]{12}");
    assertThat(made.state().status()).isEqualTo("created");
    assertThat(made.config().cmd()).containsExactly("sh");
    assertThat(made.config().env()).contains("A=b");
    assertThat(made.config().labels())
        .containsEntry("com.docker.compose.oneoff", "True")
        .containsEntry("com.docker.compose.project", "shop");
    assertThat(workshop.states()).containsEntry("shop-migrate-1", "exited");
  }

  @Test
  void labelsAreThoseOfCompose() {
    workshop.operate("up", SHOP);
    Map<String, String> labels =
        Objects.requireNonNull(workshop.containers().inspect("shop-web-1").config().labels());
    assertThat(labels)
        .containsEntry("com.docker.compose.project", "shop")
        .containsEntry("com.docker.compose.service", "web")
        .containsEntry("com.docker.compose.container-number", "1")
        .containsEntry("com.docker.compose.oneoff", "False")
        .containsEntry("com.docker.compose.depends_on", "api:service_healthy:false")
        .containsEntry("com.docker.compose.project.working_dir", "/shop")
        .containsKeys(
            "com.docker.compose.config-hash",
            "com.docker.compose.image",
            "com.docker.compose.version",
            "com.docker.compose.project.config_files");
  }

  @Test
  void projectsAreListedByTheirContainers() {
    workshop.operate("up", SHOP);
    assertThat(workshop.projects().list(false))
        .singleElement()
        .satisfies(
            project -> {
              assertThat(project.name()).isEqualTo("shop");
              assertThat(project.status()).isEqualTo("running(3)");
            });
    assertThat(workshop.projects().list(true))
        .singleElement()
        .satisfies(project -> assertThat(project.status()).isEqualTo("exited(1), running(3)"));
    assertThat(workshop.projects().containers("shop", List.of("web"), 0)).hasSize(1);
  }

  /// It once waited until everything was done: as long as the longest stop_grace_period.
  @Test
  void theEngineEndsWhileAContainerIsGivenAnHourToStop() throws InterruptedException {
    ManualTimer timer = new ManualTimer();
    try (Workshop patient = new Workshop(directory.resolve("patient"), timer)) {
      patient.operate(
          "up",
          """
          services:
            db:
              image: app
              stop_grace_period: 1h
          """);
      patient.engine().runtime.beStubborn();
      String id = patient.containers().list(true, Map.of()).getFirst().id();
      Thread down = Thread.ofVirtual().start(() -> patient.operate("down", List.of()));
      await().until(() -> patient.engine().runtime.calls().contains("signal " + id + " 15"));
      Thread ending = Thread.ofVirtual().start(patient::endEngine);
      await()
          .until(
              () -> {
                timer.advance(Duration.ofSeconds(5));
                return !ending.isAlive();
              });
      assertThat(patient.engine().runtime.calls()).doesNotContain("signal " + id + " 9");
      patient.engine().runtime.end(id, 0);
      down.join();
    }
  }
}

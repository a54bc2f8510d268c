package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.davit.api.Json;
import io.davit.api.ProjectRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Commands that are one operation of a project: what they ask, what they show, how they end.
final class OperationsTest {
  private static final String COMPOSE =
      """
      name: shop
      services:
        web:
          image: nginx
          depends_on: [db]
        db:
          image: postgres
        debug:
          image: busybox
          profiles: [debug]
      """;

  @TempDir Path directory;
  private FakeEngine engine;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), COMPOSE);
    engine = new FakeEngine();
    shell = new Shell(engine);
    shell.directory = directory;
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  /// The body as the engine's side reads it; a field that it does not know fails the test.
  private ProjectRequest sent(String operation) {
    String body = engine.asked("/projects/shop/" + operation).body();
    ProjectRequest request = Json.gson().fromJson(body, ProjectRequest.class);
    JsonObject fields = JsonParser.parseString(body).getAsJsonObject();
    fields.remove("Model");
    ProjectRequest known = new ProjectRequest(null, null, request.services(), request.options());
    assertThat(fields)
        .as("every field is one of ProjectRequest")
        .isEqualTo(Json.gson().toJsonTree(known));
    return request;
  }

  /// The engine's reader is warm; what it is told is what the reader here would go by.
  @Test
  void theEngineReadsTheFilesOfADetachedUp() throws IOException {
    engine.readFiles();
    engine.succeeds("/projects/shop/up");
    shell.environment.put("TAG", "7");
    assertThat(shell.run("--profile", "tools", "up", "-d", "web").code()).isZero();
    ProjectRequest request =
        Json.gson().fromJson(engine.asked("/projects/shop/up").body(), ProjectRequest.class);
    ProjectRequest.Files files = Objects.requireNonNull(request.files());
    assertThat(request.model()).isNull();
    assertThat(request.services()).containsExactly("web");
    assertThat(files.view()).isEqualTo(ProjectRequest.Files.ownView());
    assertThat(files.workingDirectory()).isEqualTo(shell.directory.toString());
    assertThat(files.environment()).containsEntry("TAG", "7");
    assertThat(files.profiles()).containsExactly("tools");
  }

  @Test
  void whatTheEngineDoesNotReadIsReadHere() throws IOException {
    engine.succeeds("/projects/shop/up");
    assertThat(shell.run("up", "-d").code()).isZero();
    assertThat(sent("up").model()).isNotNull();
  }

  private static ProjectRequest.Options options(ProjectRequest request) {
    return Objects.requireNonNull(request.options());
  }

  private static JsonObject model(ProjectRequest request) {
    return Objects.requireNonNull(request.model());
  }

  @Test
  void upDetachedSendsTheModelAndShowsTheSteps() throws IOException {
    engine.succeeds(
        "/projects/shop/up",
        "{\"Id\":\"Network shop_default\",\"Status\":\"Working\",\"Text\":\"Creating\"}",
        "{\"Id\":\"Network shop_default\",\"Status\":\"Done\",\"Text\":\"Created\"}",
        "{\"Id\":\"Container shop-db-1\",\"Status\":\"Done\",\"Text\":\"Started\"}");
    Shell.Ran ran = shell.run("up", "-d", "--scale", "web=3", "--force-recreate", "web");
    assertThat(ran.err())
        .isEqualTo(
            """
             Network shop_default  Creating
             Network shop_default  Created
             Container shop-db-1  Started
            """);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.code()).isZero();
    ProjectRequest request = sent("up");
    assertThat(request.services()).containsExactly("web");
    assertThat(options(request).scale()).isEqualTo(Map.of("web", 3));
    assertThat(options(request).forceRecreate()).isTrue();
    assertThat(options(request).noRecreate()).isNull();
    assertThat(model(request).getAsJsonObject("services").keySet())
        .containsExactlyInAnyOrder("web", "db");
  }

  @Test
  void everyFlagOfUpReachesTheEngine() throws IOException {
    engine.succeeds("/projects/shop/up");
    shell.run(
        "up",
        "--wait",
        "--wait-timeout",
        "9",
        "-t",
        "3",
        "--no-deps",
        "-V",
        "-y",
        "--always-recreate-deps",
        "--remove-orphans",
        "--pull",
        "if_not_present",
        "--quiet-pull");
    ProjectRequest.Options options = options(sent("up"));
    assertThat(options.waitHealthy()).isTrue();
    assertThat(options.waitTimeoutSeconds()).isEqualTo(9);
    assertThat(options.timeoutSeconds()).isEqualTo(3);
    assertThat(options.noDeps()).isTrue();
    assertThat(options.renewAnonVolumes()).isTrue();
    assertThat(options.yes()).isTrue();
    assertThat(options.alwaysRecreateDeps()).isTrue();
    assertThat(options.removeOrphans()).isTrue();
    assertThat(options.pull()).isEqualTo("missing");
  }

  @Test
  void aFailureComesLastWithItsFix() throws IOException {
    engine.lines(
        "POST /projects/shop/up",
        "{\"Id\":\"Container shop-web-1\",\"Status\":\"Error\",\"Text\":\"Error\"}",
        "{\"Result\":{\"Ok\":false,\"Error\":{\"message\":\"port 8080 is taken by nginx, pid 812\","
            + "\"fix\":\"stop it\",\"kind\":\"Conflict\"}}}");
    Shell.Ran ran = shell.run("up", "-d");
    assertThat(ran.err()).endsWith("error: port 8080 is taken by nginx, pid 812\n  fix: stop it\n");
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void anEngineThatDiesInTheMiddleIsAFailure() throws IOException {
    engine.lines("POST /projects/shop/up", "{\"Id\":\"Network n\",\"Text\":\"Creating\"}");
    Shell.Ran ran = shell.run("up", "-d");
    assertThat(ran.err()).endsWith("error: the engine ended before \"up\" did; its log says why\n");
    assertThat(ran.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"plan,2,false", "plan,0,true"})
  void planExitsWithWhetherThereIsSomethingToDo(String command, int code, boolean empty)
      throws IOException {
    engine.json(
        "POST /projects/shop/plan",
        "{\"Text\":\"#1 create network shop_default\\n\",\"Empty\":%s,\"Actions\":[]}"
            .formatted(empty));
    Shell.Ran ran = shell.run(command);
    assertThat(ran.out()).isEqualTo("#1 create network shop_default\n");
    assertThat(ran.err()).isEqualTo(empty ? "nothing to do\n" : "");
    assertThat(ran.code()).isEqualTo(code);
    assertThat(engine.asked("/projects/shop/plan").target())
        .isEqualTo("/projects/shop/plan?operation=up");
    assertThat(shell.run("plan", "--format", "json").out()).contains("\"Empty\": " + empty);
  }

  @ParameterizedTest
  @CsvSource({"up", "down", "stop", "kill", "create", "restart"})
  void dryRunPlansAndTouchesNothing(String command) throws IOException {
    engine.json("POST /projects/shop/plan", "{\"Text\":\"#1 …\\n\",\"Empty\":false}");
    Shell.Ran ran = shell.run("--dry-run", command);
    assertThat(ran.out()).isEqualTo("#1 …\n");
    assertThat(ran.code()).isZero();
    assertThat(engine.asked()).hasSize(1);
    assertThat(engine.asked().getFirst().target()).endsWith("plan?operation=" + command);
    assertThat(shell.run(command, "--dry-run").out()).isEqualTo("#1 …\n");
  }

  @Test
  void downNeedsNoFile() throws IOException {
    Files.delete(directory.resolve("compose.yaml"));
    engine.succeeds("/projects/shop/down");
    assertThat(shell.davit("down", "-v", "--rmi", "local", "--remove-orphans", "-t", "1").code())
        .isZero();
    ProjectRequest request = sent("down");
    assertThat(request.model()).isNull();
    assertThat(options(request).removeVolumes()).isTrue();
    assertThat(options(request).removeImages()).isEqualTo("local");
    assertThat(options(request).timeoutSeconds()).isEqualTo(1);
  }

  @Test
  void withoutAFileAndWithoutANameThereIsNoProject() throws IOException {
    Files.delete(directory.resolve("compose.yaml"));
    assertThat(shell.run("stop").err())
        .startsWith("error: no compose file found in \"" + directory + "\"");
  }

  @Test
  void lifecycleCommandsSendTheirFlags() throws IOException {
    engine.succeeds("/projects/shop/kill").succeeds("/projects/shop/restart");
    shell.run("kill", "-s", "HUP", "web");
    assertThat(options(sent("kill")).signal()).isEqualTo("HUP");
    shell.run("restart", "--no-deps", "-t", "2");
    assertThat(options(sent("restart")).noDeps()).isTrue();
    assertThat(options(sent("restart")).timeoutSeconds()).isEqualTo(2);
  }

  @Test
  void scaleSendsTheCounts() throws IOException {
    engine.succeeds("/projects/shop/scale");
    assertThat(shell.run("scale", "web=2", "db=0").code()).isZero();
    assertThat(options(sent("scale")).scale()).isEqualTo(Map.of("web", 2, "db", 0));
    assertThat(sent("scale").services()).containsExactly("web", "db");
  }

  @Test
  void rmAsksFirst() throws IOException {
    engine
        .json(
            "GET /containers/json",
            "[{\"Id\":\"a\",\"Names\":[\"/shop-db-1\"],\"State\":\"exited\",\"Labels\":{}}]")
        .succeeds("/projects/shop/rm");
    assertThat(shell.input("n\n").run("rm").err()).isEqualTo("? Going to remove shop-db-1 [y/N] ");
    assertThat(engine.asked()).noneMatch(asked -> asked.path().endsWith("/rm"));
    assertThat(shell.input("y\n").run("rm", "-v").code()).isZero();
    assertThat(options(sent("rm")).removeVolumes()).isTrue();
  }

  @Test
  void profilesAreEnabledByFlagAndByName() throws IOException {
    engine.succeeds("/projects/shop/create");
    shell.run("--profile", "debug", "create");
    assertThat(model(sent("create")).getAsJsonObject("services").keySet()).contains("debug");
  }

  @Test
  void nothingToBringUpIsAnError() throws IOException {
    Files.writeString(
        directory.resolve("compose.yaml"),
        "name: shop\nservices:\n  a:\n    image: x\n    profiles: [p]\n");
    assertThat(shell.run("up", "-d").err())
        .isEqualTo(
            """
            error: no service selected
              fix: enable a profile with --profile, or name a service
            """);
  }

  @Test
  void progressAsJsonHasComposesNames() throws IOException {
    engine.succeeds(
        "/projects/shop/stop",
        "{\"Id\":\"Container a\",\"Status\":\"Warning\",\"Text\":\"Skipped\",\"Details\":\"why\"}");
    assertThat(shell.run("--progress", "json", "stop").err())
        .isEqualTo(
            "{\"id\":\"Container a\",\"status\":\"Warning\",\"text\":\"Skipped\","
                + "\"details\":\"why\"}\n");
    assertThat(shell.run("--progress", "quiet", "stop").err()).isEmpty();
    shell.environment.put("COMPOSE_STATUS_STDOUT", "1");
    assertThat(shell.run("stop").out()).isEqualTo(" Container a  Skipped  why\n");
  }

  @Test
  void interruptedOperationsExitWith130AndHangUp() throws IOException {
    engine.on(
        "POST /projects/shop/stop",
        (_, input, output) -> {
          output.write(FakeEngine.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          shell.signals.raise("INT");
          assertThat(input.read()).as("the client hangs up").isNegative();
        });
    assertThat(shell.run("stop").code()).isEqualTo(130);
  }
}

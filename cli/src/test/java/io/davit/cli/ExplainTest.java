package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `config --explain` and `env explain` on the project below `explained`: it includes, extends,
/// shares by anchors, overrides, resets, and takes variables from everywhere.
final class ExplainTest {
  private FakeEngine engine;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    engine = new FakeEngine();
    shell = new Shell(engine);
    shell.directory = Path.of("src/test/resources/explained").toAbsolutePath();
    shell.environment.put("HOME", "/home/ann");
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(engine.asked()).isEmpty();
    engine.close();
  }

  private String out(String... arguments) throws IOException {
    Shell.Ran ran = shell.run(arguments);
    assertThat(ran.err()).isEmpty();
    return ran.out().replace(shell.directory.toString(), "/here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services.web.image",
        "services.web.ports",
        "services.web.dns",
        "services.web.environment",
        "services.web.volumes",
        "services.web.labels",
        "services.web.labels.traefik.http.routers.web.rule",
        "services.web.command",
        "services.web.logging",
        "services.db",
        "services.later.image",
        "networks",
        "name"
      })
  void everyStepThatMadeAValueIsTold(String path) throws IOException {
    Golden.check("explain/" + path + ".txt", out("config", "--explain", path));
  }

  @Test
  void itemsAreNamedInEitherWay() throws IOException {
    String dots = out("config", "--explain", "services.web.ports.1.published");
    assertThat(out("config", "--explain", "services.web.ports[1].published")).isEqualTo(dots);
    assertThat(dots)
        .isEqualTo(
            """
            services.web.ports[1].published = 81
              compose.yaml:10:22  written  81
                as "${PORT:-81}:81"
                PORT has no value: default in the expression
            """);
  }

  @Test
  void aVariableIsToldWithItsSource() throws IOException {
    shell.environment.put("LEVEL", "trace");
    shell.environment.put("TAG", "5");
    assertThat(out("config", "--explain", "services.web.environment.LOG_LEVEL"))
        .endsWith("    LEVEL = trace, from shell\n");
    assertThat(out("config", "--explain", "services.web.image"))
        .endsWith("    TAG = 5, from shell\n");
    assertThat(out("--env-file", "a.env", "config", "--explain", "services.db.image"))
        .contains("    V = 2, from inc/.env:1:3\n");
    assertThat(out("-p", "other", "config", "--explain", "name"))
        .isEqualTo(
            "name = other\n  compose.yaml:1:7  written  shop\n  -                 -p       other\n");
  }

  @Test
  void anEnvFileOfAJobIsTold(@TempDir Path project) throws IOException {
    shell.directory = project;
    Files.writeString(
        project.resolve("compose.yaml"),
        "name: p\njobs: {load: {image: x, env_file: job.env, environment: {B: own}}}\n");
    Files.writeString(project.resolve("job.env"), "A=1\nB=2\n");
    assertThat(out("config", "--explain", "jobs.load.environment.A"))
        .isEqualTo("jobs.load.environment.A = 1\n  job.env:1:3  env_file  1\n");
    assertThat(out("env", "explain", "load", "B"))
        .contains("→ environment   compose.yaml:2:", "  env_file      job.env:2:3 ");
  }

  @Test
  void theFileOfAFlagIsNamedAsOne() throws IOException {
    assertThat(out("--env-file", "b.env", "env", "explain", "db", "B"))
        .contains("  --env-file   b.env:1:3   2 ");
  }

  @Test
  void pathsAndVariablesAreCompleted() throws IOException {
    assertThat(completed("config", "--explain", "ser")).isEqualTo("services\n");
    assertThat(completed("config", "--explain", "services.web.en"))
        .isEqualTo("services.web.environment\n");
    assertThat(completed("config", "--explain", "services.web.environment.L"))
        .isEqualTo("services.web.environment.LOG_LEVEL\n");
    assertThat(completed("env", "explain", "w")).isEqualTo("web\n");
    assertThat(completed("env", "explain", "web", "LO")).isEqualTo("LOG_LEVEL\n");
    assertThat(completed("env", "explain", "nobody", "LO")).isEmpty();
  }

  /// Shells throw away what is said beside the candidates.
  private String completed(String... words) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addFirst("__complete");
    return shell.run(arguments.toArray(String[]::new)).out();
  }

  @Test
  void whatIsNotThereIsAnErrorWithTheNearestName() throws IOException {
    Shell.Ran ran = shell.run("config", "--explain", "services.web.portss");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            """
            error: there is nothing at "services.web.portss": "services.web" has no "portss"
              fix: did you mean "ports"?
            """);
    assertThat(shell.run("env", "explain", "wbe", "A").err())
        .contains("no such service: \"wbe\"", "did you mean \"web\"?");
    assertThat(shell.run("env", "explain", "web", "LOGLEVEL").err())
        .contains("has no variable \"LOGLEVEL\"", "did you mean \"LOG_LEVEL\"?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOG_LEVEL", "A", "B", "HOME", "SHARED", "GONE", "TAG"})
  void everyCandidateOfAVariableIsTold(String variable) throws IOException {
    Golden.check("explain/env." + variable + ".txt", out("env", "explain", "web", variable));
  }

  @Test
  void bothSpeakJson() throws IOException {
    Golden.check(
        "explain/services.web.image.json",
        out("config", "--explain", "services.web.image", "--format", "json"));
    Golden.check("explain/env.HOME.json", out("env", "explain", "web", "HOME", "--format", "json"));
  }
}

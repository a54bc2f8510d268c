package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused before anything happens.
final class UsageTest {
  private FakeEngine engine;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    engine = new FakeEngine();
    shell = new Shell(engine);
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(engine.asked()).as("nothing is asked of the engine").isEmpty();
    engine.close();
  }

  private void refuses(String error, String... arguments) throws IOException {
    Shell.Ran ran = shell.davit(arguments);
    assertThat(ran.err()).startsWith("error: " + error);
    assertThat(ran.err()).contains("\n  fix: ").doesNotContain("Exception");
    assertThat(ran.out()).isEmpty();
    assertThat(ran.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--detach,--abort-on-container-exit",
    "--detach,--abort-on-container-failure",
    "--detach,--attach=web",
    "--detach,--attach-dependencies",
    "--detach,--exit-code-from=web",
    "--detach,--watch",
    "--wait,--abort-on-container-exit",
    "--wait,--abort-on-container-failure",
    "--wait,--attach=web",
    "--wait,--watch",
    "--build,--no-build",
    "--force-recreate,--no-recreate",
    "--always-recreate-deps,--no-recreate",
    "--renew-anon-volumes,--no-recreate",
    "--no-build,--watch",
    "--attach=web,--attach-dependencies",
    "--abort-on-container-exit,--abort-on-container-failure",
  })
  void flagsOfUpThatContradictEachOther(String first, String second) throws IOException {
    refuses(
        first.replaceAll("=.*", "") + " and " + second.replaceAll("=.*", "") + " are incompatible",
        "up",
        first,
        second);
  }

  @Test
  void otherContradictions() throws IOException {
    refuses("--publish and --service-ports are incompatible", "run", "-p", "80", "-P", "web");
    refuses("--force-recreate and --no-recreate", "create", "--force-recreate", "--no-recreate");
    shell.environment.put("COMPOSE_IGNORE_ORPHANS", "1");
    refuses("COMPOSE_IGNORE_ORPHANS and --remove-orphans", "down", "--remove-orphans");
  }

  static Stream<Arguments> unacceptable() {
    return Stream.of(
        Arguments.of("unknown flag: --detahc\n  fix: did you mean --detach?", "up --detahc"),
        Arguments.of("unknown flag: -f\n  fix: -f stands before the command", "up -f x.yaml"),
        Arguments.of("flag needs a value: --timeout", "stop --timeout"),
        Arguments.of("an argument is missing: SERVICE", "wait"),
        Arguments.of("a command is missing after \"web\"", "exec web"),
        Arguments.of("invalid value \"soon\" for --timeout", "stop -t soon"),
        Arguments.of("invalid value \"some\" for --rmi", "down --rmi some"),
        Arguments.of("invalid scale \"web\"", "scale web"),
        Arguments.of("invalid scale \"web=-1\"", "up --scale web=-1"),
        Arguments.of("invalid value \"many\" for --tail", "logs --tail many"),
        Arguments.of("invalid value \"yesterday\" for --since", "logs --since yesterday"),
        Arguments.of("invalid value \"x\" for --index", "logs --index x"),
        Arguments.of("invalid port \"http\"", "port web http"),
        Arguments.of("unexpected argument \"c\"", "port a b c"),
        Arguments.of("--wait-timeout without --wait", "up --wait-timeout 3"),
        Arguments.of("unknown shell \"tcsh\"", "completion tcsh"),
        Arguments.of("unknown command \"dwon\"\n  fix: did you mean \"davit down\"?", "dwon"),
        Arguments.of("unknown command \"image lss\"", "image lss"));
  }

  @ParameterizedTest
  @MethodSource("unacceptable")
  void argumentsThatMakeNoSense(String error, String line) throws IOException {
    refuses(error, line.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build", "pull", "push", "cp", "watch", "stats", "attach", "commit", "export", "publish",
        "volumes"
      })
  void commandsThatComposeHasAndDavitHasNotYet(String command) throws IOException {
    refuses("\"davit " + command + "\" is not supported yet", command);
  }

  @Test
  void invalidGlobalFlags() throws IOException {
    refuses("invalid value \"loud\" for --progress", "--progress", "loud", "ps");
    refuses("invalid value \"maybe\" for --ansi", "--ansi", "maybe", "ps");
    refuses("\"Shop\" is not a project's name", "-p", "Shop", "ps");
  }

  @Test
  void anUnknownCommandWithoutANeighbourPrintsTheHelp() throws IOException {
    Shell.Ran ran = shell.davit("xyzzyplugh");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("davit raises the services")
        .endsWith(
            "error: unknown command \"xyzzyplugh\"\n  fix: \"davit --help\" lists all commands\n");
  }

  @Test
  void errorsAsJsonWithJsonProgress() throws IOException {
    assertThat(shell.davit("--progress", "json", "stop", "-t", "x").err())
        .isEqualTo(
            "{\"error\":true,\"message\":\"invalid value \\\"x\\\" for --timeout\","
                + "\"fix\":\"write a whole number\"}\n");
  }

  @Test
  void goBooleansAreUnderstood() {
    assertThat(
            List.of(
                GoBooleans.plain(
                    new String[] {"--detach=true", "--wait=false", "--scale", "--wait=true", "x"},
                    upSpec(),
                    false)))
        .containsExactly("--detach", "--scale", "--wait=true", "x");
  }

  private static picocli.CommandLine.Model.CommandSpec upSpec() {
    picocli.CommandLine.Model.CommandSpec spec = Davit.spec("davit up");
    Commands.named("up").orElseThrow().describe(spec);
    return spec;
  }

  @Test
  void versionNeedsNoEngine() throws IOException {
    assertThat(shell.run("version", "--short").out()).isEqualTo("0.1.0\n");
    assertThat(shell.run("-v").out()).isEqualTo("Davit version 0.1.0\n");
    assertThat(shell.run("version", "-f", "json").out()).isEqualTo("{\"version\":\"0.1.0\"}\n");
  }
}

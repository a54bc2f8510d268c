package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a user reads when something is missing: what it is, and how to mend it.
@Tag("kernel")
final class FailuresScenario {
  @Test
  void eachSaysWhatIsMissingAndHowToMendIt() throws IOException {
    try (Engine engine = new Engine();
        ServerSocket taken = new ServerSocket(0)) {
      assertThat(errorOf(engine, "image: nosuch/image"))
          .isEqualTo(
              """
              error: no such image: "nosuch/image"
                fix: load it with davit image load, or import a root file system with davit image import: pulling is not supported yet
              """);
      assertThat(errorOf(engine, "image: davit/host, command: [nosuchcommand]"))
          .isEqualTo(
              """
              error: exec: "nosuchcommand": executable file not found in $PATH
                fix: name a program that the image has, in command or entrypoint; PATH is the container's
              """);
      assertThat(errorOf(engine, "image: davit/host, command: [/etc/passwd]"))
          .isEqualTo(
              """
              error: exec: "/etc/passwd": permission denied
                fix: make the file executable (chmod +x) and readable for the container's user
              """);
      assertThat(
              errorOf(
                  engine,
                  "image: davit/host, command: [sleep, '9'], volumes: [{type: bind, source:"
                      + " /no/such, target: /x, bind: {create_host_path: false}}]"))
          .isEqualTo(
              """
              error: invalid mount config for type "bind": bind source path does not exist: /no/such
                fix: create /no/such, or correct the path
              """);
      int port = taken.getLocalPort();
      assertThat(
              errorOf(
                  engine,
                  "image: davit/host, command: [sleep, '9'], ports: ['%d:80']".formatted(port)))
          .isEqualTo(
              """
              error: port %d is taken by java, pid %d
                fix: stop it, or publish another port
              """
                  .formatted(port, ProcessHandle.current().pid()));
    }
  }

  /// A command that cannot run, and what is said of it.
  private record Unrunnable(String command, String said, int codeBelowAnInit) {}

  private static final List<Unrunnable> UNRUNNABLE =
      List.of(
          new Unrunnable(
              "nosuchcommand", "exec: \"nosuchcommand\": executable file not found in $PATH", 127),
          new Unrunnable(
              "/no/such", "exec: \"/no/such\": stat /no/such: no such file or directory", 127),
          new Unrunnable("/etc/passwd", "exec: \"/etc/passwd\": permission denied", 126),
          new Unrunnable("/etc", "exec: \"/etc\": is a directory", 126),
          new Unrunnable(
              "/scripts/lost",
              "exec: \"/scripts/lost\": interpreter not found: it needs \"/no/such\", which the image"
                  + " does not have",
              127));

  /// Codes and texts are those of Docker Compose 2.26 with Docker 26.1, but for a script without
  /// its interpreter: there the container starts with Docker, ends with 1, and only its log says
  /// why. Each once ended with 127 or 126, also without an init.
  @Test
  void aCommandThatCannotRunEndsAsWithDockerCompose() throws IOException {
    try (Engine engine = new Engine()) {
      Path scripts = Files.createDirectories(Path.of(engine.project("")).resolveSibling("scripts"));
      Files.writeString(scripts.resolve("lost"), "#!/no/such\n");
      assertThat(scripts.resolve("lost").toFile().setExecutable(true)).isTrue();
      for (Unrunnable one : UNRUNNABLE) {
        String file =
            engine.project(
                """
                name: failing
                services:
                  bad: {image: davit/host, command: ["%s"], volumes: ["./scripts:/scripts"]}
                  ok: {image: davit/host, command: [sleep, "1000"], volumes: ["./scripts:/scripts"]}
                  below: {extends: bad, init: true}
                """
                    .formatted(one.command()));
        engine.mustDavit("-f", file, "up", "-d", "ok");
        Map<List<String>, Integer> codes = new LinkedHashMap<>();
        codes.put(List.of("up", "-d", "bad"), 1);
        codes.put(List.of("up", "bad"), 1);
        codes.put(List.of("run", "--rm", "-T", "bad"), 1);
        codes.put(List.of("run", "--rm", "-T", "below"), one.codeBelowAnInit());
        codes.put(List.of("exec", "-d", "ok", one.command()), 1);
        codes.put(List.of("exec", "-T", "ok", one.command()), 126);
        codes.forEach(
            (words, code) -> {
              List<String> command = new ArrayList<>(List.of("-f", file));
              command.addAll(words);
              Engine.Outcome outcome = engine.davit(command.toArray(String[]::new));
              assertThat(outcome.err()).as("%s", command).contains(one.said());
              assertThat(outcome.exitCode()).as("%s", command).isEqualTo(code);
            });
        engine.mustDavit("-f", file, "down", "-t", "0");
      }
    }
  }

  /// The last lines that `up` of one service prints, from its error on.
  private static String errorOf(Engine engine, String service) throws IOException {
    String file = engine.project("name: failing\nservices: {a: {" + service + "}}\n");
    Engine.Outcome up = engine.davit("-f", file, "up", "-d");
    assertThat(up.exitCode()).as(up.err()).isNotZero();
    engine.mustDavit("-f", file, "down");
    return up.err().substring(up.err().indexOf("error: "));
  }
}

package io.davit.cli;

import static io.davit.cli.FakeEngine.stdcopy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `exec` and `run`: hijacked connections, half-closes, exit codes.
final class ExecRunTest {
  private static final String SWITCHED =
      "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

  @TempDir Path directory;
  private FakeEngine engine;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        directory.resolve("compose.yaml"), "name: shop\nservices:\n  web:\n    image: nginx\n");
    engine =
        new FakeEngine()
            .json(
                "GET /containers/json",
                """
                [{"Id":"one","Names":["/shop-web-1"],"State":"exited","Labels":{
                   "com.docker.compose.service":"web","com.docker.compose.container-number":"1"}},
                 {"Id":"two","Names":["/shop-web-2"],"State":"running","Labels":{
                   "com.docker.compose.service":"web","com.docker.compose.container-number":"2"}}]
                """)
            .json("POST /containers/two/exec", 201, "{\"Id\":\"e1\"}")
            .json("GET /exec/e1/json", "{\"ExitCode\":42,\"Running\":false}");
    shell = new Shell(engine);
    shell.directory = directory;
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  /// Echoes the standard input once it has ended, on both streams.
  private void echoOn(String path) {
    engine.on(
        path,
        (_, input, output) -> {
          output.write(FakeEngine.bytes(SWITCHED));
          String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
          output.write(stdcopy(1, "out:" + text));
          output.write(stdcopy(2, "err:" + text));
        });
  }

  @Test
  void execPassesInputAndBothOutputsAndTheExitCode() throws IOException {
    echoOn("POST /exec/e1/start");
    Shell.Ran ran =
        shell
            .input("hello\n")
            .run("exec", "-u", "root", "-w", "/tmp", "-e", "A=1", "web", "cat", "-u");
    assertThat(ran.out()).isEqualTo("out:hello\n");
    assertThat(ran.err()).isEqualTo("err:hello\n");
    assertThat(ran.code()).isEqualTo(42);
    assertThat(engine.asked("/containers/two/exec").body())
        .contains("\"Cmd\":[\"cat\",\"-u\"]")
        .contains("\"User\":\"root\"")
        .contains("\"WorkingDir\":\"/tmp\"")
        .contains("\"Env\":[\"A=1\"]")
        .contains("\"Tty\":false");
  }

  @Test
  void execDetachedReturnsAtOnce() throws IOException {
    engine.json("POST /exec/e1/start", "");
    Shell.Ran ran = shell.run("exec", "-d", "web", "sleep", "1");
    assertThat(ran.code()).isZero();
    assertThat(engine.asked("/exec/e1/start").body()).isEqualTo("{\"Detach\":true,\"Tty\":false}");
  }

  @Test
  void execOfAMissingCommandTellsSo() throws IOException {
    engine.json(
        "POST /exec/e1/start",
        400,
        "{\"message\":\"command \\\"nope\\\" was not found\",\"fix\":\"check it\","
            + "\"kind\":\"NotRunnable\"}");
    Shell.Ran ran = shell.run("exec", "web", "nope");
    assertThat(ran.err()).isEqualTo("error: command \"nope\" was not found\n  fix: check it\n");
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void execByIndexAndOfUnknownServices() throws IOException {
    assertThat(shell.run("exec", "--index", "3", "web", "true").err())
        .startsWith("error: service \"web\" has no container number 3");
    assertThat(shell.run("exec", "db", "true").err())
        .startsWith("error: no container of service \"db\"");
  }

  private void runnable() {
    engine
        .lines("POST /projects/shop/run", "{\"Result\":{\"Ok\":true,\"ContainerId\":\"job\"}}")
        .json("POST /containers/job/start", 204, "")
        .on(
            "POST /containers/job/wait",
            (_, _, output) ->
                FakeEngine.chunked(
                    output, "application/json", FakeEngine.bytes("{\"StatusCode\":5}")));
    echoOn("POST /containers/job/attach");
  }

  @Test
  void runAttachesWaitsStartsAndExitsWithTheCode() throws IOException {
    runnable();
    Shell.Ran ran =
        shell
            .input("x")
            .run(
                "run", "--rm", "-e", "A=1", "--name", "n", "-l", "k=v", "web", "sh", "-c",
                "exit 5");
    assertThat(ran.out()).isEqualTo("out:x");
    assertThat(ran.err()).isEqualTo("err:x");
    assertThat(ran.code()).isEqualTo(5);
    assertThat(engine.asked().stream().map(FakeEngine.Asked::path))
        .containsExactly(
            "/projects/shop/run",
            "/containers/job/attach",
            "/containers/job/wait",
            "/containers/job/start");
    assertThat(engine.asked("/projects/shop/run").body())
        .contains(
            "\"Run\":{\"Command\":[\"sh\",\"-c\",\"exit 5\"],\"Name\":\"n\",\"Env\":[\"A=1\"],"
                + "\"Labels\":[\"k=v\"],\"Interactive\":true,\"AutoRemove\":true}");
    assertThat(engine.asked("/containers/job/attach").target())
        .isEqualTo("/containers/job/attach?stream=1&stdin=1&stdout=1&stderr=1");
  }

  @Test
  void runDetachedStartsAndPrintsTheId() throws IOException {
    runnable();
    assertThat(shell.run("run", "-d", "web").out()).isEqualTo("job\n");
    assertThat(engine.asked()).noneMatch(asked -> asked.path().endsWith("/attach"));
  }

  @Test
  void runThatCannotStartRemovesWhatItMade() throws IOException {
    runnable();
    engine
        .json("POST /containers/job/start", 400, "{\"message\":\"cannot execute\"}")
        .json("DELETE /containers/job", 204, "");
    Shell.Ran ran = shell.run("run", "--rm", "web", "/etc");
    assertThat(ran.err()).isEqualTo("error: cannot execute\n");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(engine.asked("/containers/job").method()).isEqualTo("DELETE");
  }

  @Test
  void runOfACommandThatIsNotThereEndsAsAShellDoesBelowAnInit() throws IOException {
    runnable();
    engine
        .json(
            "POST /containers/job/start",
            400,
            "{\"message\":\"exec: \\\"nope\\\": not found\",\"exitCode\":127}")
        .json("DELETE /containers/job", 204, "");
    String said = "error: exec: \"nope\": not found\n";
    assertThat(shell.run("run", "--rm", "web", "nope")).isEqualTo(new Shell.Ran(1, "", said));
    Path file =
        Files.writeString(
            shell.directory.resolve("init.yaml"),
            "name: shop\nservices: {web: {image: nginx, init: true}}\n");
    assertThat(shell.run("-f", file.toString(), "run", "--rm", "web", "nope"))
        .isEqualTo(new Shell.Ran(127, "", said));
  }

  @Test
  void signalsAreForwardedToARun() throws IOException {
    runnable();
    engine
        .json("POST /containers/job/kill", 204, "")
        .on(
            "POST /containers/job/attach",
            (_, _, output) -> {
              output.write(FakeEngine.bytes(SWITCHED));
              shell.signals.raise("TERM");
            });
    shell.run("run", "web");
    assertThat(engine.asked("/containers/job/kill").target()).endsWith("?signal=SIGTERM");
  }
}

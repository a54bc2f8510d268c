package io.davit.cli;

import static io.davit.cli.FakeEngine.join;
import static io.davit.cli.FakeEngine.logFrame;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `up` without `-d`: output, ends, Ctrl-C, exit codes.
final class AttachedUpTest {
  private static final byte[] WEB =
      logFrame(0, 1, 0, "{\"Name\":\"shop-web-1\",\"Service\":\"web\",\"Number\":1,\"Id\":\"a\"}");
  private static final byte[] JOB =
      logFrame(0, 2, 0, "{\"Name\":\"shop-job-1\",\"Service\":\"job\",\"Number\":1,\"Id\":\"b\"}");

  @TempDir Path directory;
  private FakeEngine engine;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        directory.resolve("compose.yaml"),
        "name: shop\nservices:\n  web:\n    image: nginx\n  job:\n    image: nginx\n");
    engine =
        new FakeEngine()
            .succeeds("/projects/shop/up")
            .succeeds("/projects/shop/stop")
            .succeeds("/projects/shop/kill")
            .json(
                "GET /containers/json",
                """
                [{"Id":"a","Names":["/shop-web-1"],"State":"running",
                  "Labels":{"com.docker.compose.service":"web"}},
                 {"Id":"b","Names":["/shop-job-1"],"State":"running",
                  "Labels":{"com.docker.compose.service":"job"}}]
                """);
    shell = new Shell(engine);
    shell.directory = directory;
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  private void logs(byte[]... frames) {
    engine.on(
        "GET /projects/shop/logs",
        (_, _, output) -> FakeEngine.chunked(output, "application/vnd.davit.logs", join(frames)));
  }

  private static byte[] ended(int number, int code) {
    return logFrame(3, number, 0, "{\"ExitCode\":%d,\"Restarting\":false}".formatted(code));
  }

  @Test
  void showsOutputUntilAllEnded() throws IOException {
    logs(
        WEB,
        logFrame(1, 1, 1, "hello\n"),
        JOB,
        logFrame(2, 2, 2, "oops\n"),
        logFrame(1, 2, 3, "part"),
        logFrame(1, 2, 4, "ial\n"),
        ended(2, 0),
        ended(1, 3));
    Shell.Ran ran = shell.run("up");
    assertThat(ran.out())
        .isEqualTo(
            """
            Attaching to job-1, web-1
            web-1  | hello
            job-1  | partial
            job-1 exited with code 0
            web-1 exited with code 3
            """);
    assertThat(ran.err()).isEqualTo("job-1  | oops\n");
    assertThat(ran.code()).isZero();
    assertThat(engine.asked("/projects/shop/logs").target())
        .isEqualTo("/projects/shop/logs?services=job%2Cweb&follow=1&since=1795262400.000000000");
  }

  @Test
  void theFirstEndAbortsAllAndGivesTheExitCode() throws IOException {
    logs(WEB, JOB, ended(2, 7), ended(1, 143));
    Shell.Ran ran = shell.run("up", "--abort-on-container-exit");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.err()).contains("Aborting on container exit...");
    engine.asked("/projects/shop/stop");
  }

  @Test
  void theExitCodeCanBeTakenFromAService() throws IOException {
    logs(WEB, JOB, ended(2, 7), ended(1, 143));
    assertThat(shell.run("up", "--exit-code-from", "web").code()).isEqualTo(143);
    assertThat(shell.run("up", "--exit-code-from", "wbe").err())
        .isEqualTo(
            """
            error: no such service: "wbe"
              fix: the services are job, web
            """);
  }

  @Test
  void onlyAFailureAbortsWhenAsked() throws IOException {
    logs(WEB, JOB, ended(2, 0), ended(1, 9));
    assertThat(shell.run("up", "--abort-on-container-failure").code()).isEqualTo(9);
    logs(WEB, JOB, ended(2, 0), ended(1, 0));
    assertThat(shell.run("up", "--abort-on-container-failure").code()).isZero();
    engine.asked("/projects/shop/stop");
  }

  @Test
  void aRestartIsNoEnd() throws IOException {
    logs(WEB, logFrame(3, 1, 0, "{\"ExitCode\":1,\"Restarting\":true}"), ended(1, 0));
    Shell.Ran ran = shell.run("up", "--abort-on-container-failure");
    assertThat(ran.out())
        .isEqualTo(
            "Attaching to job-1, web-1\nweb-1 exited with code 1 (restarting)\nweb-1 exited with code 0\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void servicesCanBeSilenced() throws IOException {
    logs(WEB, JOB, logFrame(1, 1, 1, "w\n"), logFrame(1, 2, 1, "j\n"), ended(1, 0), ended(2, 0));
    assertThat(shell.run("up", "--no-attach", "web").out())
        .isEqualTo("Attaching to job-1\njob-1  | j\njob-1 exited with code 0\n");
    assertThat(shell.run("up", "--attach", "web", "--no-log-prefix", "--timestamps").out())
        .isEqualTo(
            "Attaching to web-1\n1970-01-01T00:00:00.000000001Z w\nweb-1 exited with code 0\n");
  }

  @Test
  void aServiceMayAskForSilence() throws IOException {
    Files.writeString(
        directory.resolve("compose.yaml"),
        "name: shop\nservices:\n  web: {image: nginx, attach: false}\n  job: {image: nginx}\n");
    logs(WEB, JOB, logFrame(1, 1, 1, "w\n"), logFrame(1, 2, 1, "j\n"), ended(1, 0), ended(2, 0));
    assertThat(shell.run("up").out())
        .isEqualTo("Attaching to job-1\njob-1  | j\njob-1 exited with code 0\n");
    assertThat(shell.run("up", "--attach", "web").out())
        .isEqualTo("Attaching to web-1\nweb-1  | w\nweb-1 exited with code 0\n");
  }

  @Test
  void ctrlCStopsOnceAndKillsTheSecondTime() throws IOException {
    CountDownLatch killed = new CountDownLatch(1);
    engine
        .on(
            "POST /projects/shop/stop",
            (_, _, output) -> {
              output.write(
                  FakeEngine.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
              shell.signals.raise("INT");
              await(killed);
              byte[] done = done();
              output.write(FakeEngine.bytes(Integer.toHexString(done.length) + "\r\n"));
              output.write(done);
              output.write(FakeEngine.bytes("\r\n0\r\n\r\n"));
            })
        .on(
            "POST /projects/shop/kill",
            (_, _, output) -> {
              FakeEngine.chunked(output, "application/json", done());
              killed.countDown();
            })
        .on(
            "GET /projects/shop/logs",
            (_, _, output) -> {
              output.write(
                  FakeEngine.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
              shell.signals.raise("INT");
              await(killed);
              output.write(FakeEngine.bytes("0\r\n\r\n"));
            });
    Shell.Ran ran = shell.run("up");
    assertThat(ran.err()).contains("Gracefully Stopping... press Ctrl+C again to force\n");
    assertThat(ran.code()).isEqualTo(130);
    assertThat(engine.asked("/projects/shop/kill").body()).contains("SIGKILL");
  }

  private static byte[] done() {
    return FakeEngine.bytes("{\"Result\":{\"Ok\":true}}\n");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void ctrlCDuringTheFirstHalfStopsWhatHasStarted() throws IOException {
    engine.on(
        "POST /projects/shop/up",
        (_, input, output) -> {
          output.write(FakeEngine.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          shell.signals.raise("INT");
          assertThat(input.read()).as("the client hangs up").isNegative();
        });
    assertThat(shell.run("up").code()).isEqualTo(130);
    engine.asked("/projects/shop/stop");
    assertThat(engine.asked()).noneMatch(asked -> asked.path().endsWith("/logs"));
  }

  @Test
  void traceIsSaved() throws IOException {
    engine.json("GET /projects/shop/trace", "{\"traceEvents\":[]}");
    assertThat(shell.run("up", "-d", "--trace", "t.json").code()).isZero();
    assertThat(directory.resolve("t.json")).hasContent("{\"traceEvents\":[]}");
  }
}

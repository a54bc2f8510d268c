package io.davit.cli;

import static io.davit.cli.FakeEngine.join;
import static io.davit.cli.FakeEngine.logFrame;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `logs`, `events` and `wait`.
final class StreamsTest {
  private FakeEngine engine;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    engine = new FakeEngine();
    shell = new Shell(engine);
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  @Test
  void logsPrintBothStreamsToTheOutputWithPrefixes() throws IOException {
    byte[] frames =
        join(
            logFrame(0, 1, 0, "{\"Name\":\"shop-db-1\",\"Service\":\"db\"}"),
            logFrame(0, 2, 0, "{\"Name\":\"shop-frontend-1\",\"Service\":\"frontend\"}"),
            logFrame(1, 1, 1_000_000_001L, "ready\n"),
            logFrame(2, 2, 2_500_000_000L, "warning\n"),
            logFrame(1, 2, 3_000_000_000L, "no end"));
    engine.on(
        "GET /projects/shop/logs",
        (_, _, output) -> FakeEngine.chunked(output, "application/vnd.davit.logs", frames));
    assertThat(shell.davit("logs").out())
        .isEqualTo(
            """
            db-1        | ready
            frontend-1  | warning
            frontend-1  | no end
            """);
    assertThat(shell.davit("logs", "-t", "--no-log-prefix").out())
        .isEqualTo(
            """
            1970-01-01T00:00:01.000000001Z ready
            1970-01-01T00:00:02.500000000Z warning
            1970-01-01T00:00:03.000000000Z no end
            """);
    assertThat(shell.davit("--ansi", "always", "logs").out())
        .startsWith("\u001b[36mdb-1        | \u001b[0mready\n\u001b[33mfrontend-1  | \u001b[0m");
  }

  @Test
  void followedLinesAreShownWhileTheStreamIsOpen() throws Exception {
    CountDownLatch shown = new CountDownLatch(1);
    PipedInputStream reader = new PipedInputStream();
    shell.outTo = Optional.of(new PipedOutputStream(reader));
    Thread watching =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    assertThat(reader.readNBytes("db-1  | ready\n".length())).isNotEmpty();
                    shown.countDown();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    byte[] frames =
        join(
            logFrame(0, 1, 0, "{\"Name\":\"shop-db-1\",\"Service\":\"db\"}"),
            logFrame(1, 1, 1, "ready\n"));
    engine.on(
        "GET /projects/shop/logs",
        (_, _, output) -> {
          output.write(FakeEngine.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          output.write(FakeEngine.bytes(Integer.toHexString(frames.length) + "\r\n"));
          output.write(frames);
          output.write(FakeEngine.bytes("\r\n"));
          try {
            shown.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          output.write(FakeEngine.bytes("0\r\n\r\n"));
        });
    assertThat(shell.davit("logs", "-f").code()).isZero();
    watching.join();
  }

  @Test
  void logsSendTheirFlags() throws IOException {
    shell.davit(
        "logs",
        "-f",
        "--tail",
        "3",
        "--since",
        "90s",
        "--until",
        "2026-11-21T11:00:00Z",
        "--index",
        "2",
        "db",
        "web");
    assertThat(engine.asked("/projects/shop/logs").target())
        .isEqualTo(
            "/projects/shop/logs?services=db%2Cweb&follow=1&tail=3&since=1795262310.000000000"
                + "&until=1795258800.000000000&index=2");
  }

  @Test
  void ctrlCEndsFollowedLogs() throws IOException {
    engine.on(
        "GET /projects/shop/logs",
        (_, input, output) -> {
          output.write(FakeEngine.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          shell.signals.raise("INT");
          assertThat(input.read()).isNegative();
        });
    assertThat(shell.davit("logs", "-f").code()).isEqualTo(130);
  }

  @Test
  void eventsArePrintedAsTextOrJson() throws IOException {
    engine.lines(
        "GET /events",
        """
        {"Type":"container","Action":"die","Actor":{"ID":"abc","Attributes":{"exitCode":"1",\
        "com.docker.compose.service":"web","name":"shop-web-1"}},"timeNano":1795262400123456789}""",
        """
        {"Type":"container","Action":"start","Actor":{"ID":"def","Attributes":{\
        "com.docker.compose.service":"db"}},"timeNano":1795262400000000000}""");
    assertThat(shell.davit("events", "web").out())
        .endsWith(".123456 container die abc (exitCode=1, name=shop-web-1)\n")
        .hasLineCount(1);
    assertThat(shell.davit("events", "--json").out())
        .contains("\"type\":\"container\",\"service\":\"db\",\"id\":\"def\",\"action\":\"start\"")
        .hasLineCount(2);
  }

  @Test
  void waitPrintsEachEndAndExitsWithTheLast() throws IOException {
    engine
        .json(
            "GET /containers/json",
            """
            [{"Id":"a","Names":["/shop-job-1"],"State":"running",
              "Labels":{"com.docker.compose.service":"job"}}]
            """)
        .json("POST /containers/a/wait", "{\"StatusCode\":3}");
    Shell.Ran ran = shell.davit("wait", "job");
    assertThat(ran.out()).isEqualTo("container \"a\" exited with status code 3\n");
    assertThat(ran.code()).isEqualTo(3);
    engine.json("POST /containers/a/wait", 500, "{\"message\":\"broken\"}");
    assertThat(shell.davit("wait", "job").code()).isEqualTo(42);
  }
}

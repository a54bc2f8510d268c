package io.davit.executor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.davit.executor.fake.FakeProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server by its bytes, as any client sees them.
final class EngineServerTest {
  @TempDir Path directory;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RunningServer(directory);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void everyAnswerSaysWhichApiItSpeaks() throws IOException {
    assertThat(server.get("/_ping"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsIgnoringCase("api-version: 1.51\r\n")
        .containsIgnoringCase("ostype: linux\r\n")
        .endsWith("\r\n\r\nOK");
    assertThat(server.get("/v1.44/nowhere"))
        .startsWith("HTTP/1.1 501 ")
        .containsIgnoringCase("api-version: 1.51\r\n")
        .contains("{\"message\":\"the engine does not serve GET /nowhere\"");
  }

  @Test
  void versionsOutOfRangeAreRefusedInDockersWords() throws IOException {
    assertThat(server.get("/v1.23/_ping"))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"client version 1.23 is too old. Minimum supported API version is 1.24\"");
    assertThat(server.get("/v1.52/_ping"))
        .contains("is too new. Maximum supported API version is 1.51");
    assertThat(server.get("/v1.24/_ping")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void failuresBecomeDockersStatusCodes() throws IOException {
    assertThat(server.get("/containers/none/json"))
        .startsWith("HTTP/1.1 404 ")
        .contains("\"message\":\"No such container: none\"", "\"kind\":\"NotFound\"");
    assertThat(server.post("/containers/create", "{\"Image\":\"nginx\"}"))
        .startsWith("HTTP/1.1 404 ")
        .contains("\"message\":\"No such image: nginx:latest\"");
    assertThat(server.post("/containers/create", "{nonsense"))
        .startsWith("HTTP/1.1 400 ")
        .contains("invalid request body");
    assertThat(server.get("/containers/json?filters={\"colour\":[\"red\"]}".replace("\"", "%22")))
        .as("no container asks for the filter, and it is refused all the same")
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aContainerIsCreatedStartedAndStopped() throws IOException {
    assertThat(server.post("/v1.44/containers/create?name=web", "{\"Image\":\"app\"}"))
        .startsWith("HTTP/1.1 201 ")
        .contains("\"Warnings\":[]");
    assertThat(server.post("/containers/web/start", "")).startsWith("HTTP/1.1 204 ");
    assertThat(server.post("/containers/web/start", "")).startsWith("HTTP/1.1 304 ");
    assertThat(server.get("/containers/json"))
        .contains("\"Names\":[\"/web\"]", "\"State\":\"running\"", "\"Status\":\"Up ");
    assertThat(server.post("/containers/web/stop?t=0", "")).startsWith("HTTP/1.1 204 ");
    assertThat(server.get("/containers/json")).endsWith("\r\n\r\n[]\n");
    assertThat(server.get("/containers/json?all=1")).contains("\"State\":\"exited\"");
  }

  @Test
  void waitAnswersItsHeadBeforeTheEnd() throws Exception {
    String id =
        server.containers.create(
            "web",
            io.davit.api.Json.gson()
                .fromJson("{\"Image\":\"app\"}", io.davit.api.ContainerCreate.class));
    try (SocketChannel channel = server.connect()) {
      RunningServer.send(
          channel,
          "POST /containers/web/wait?condition=next-exit HTTP/1.1\r\nHost: d\r\nConnection: close"
              + "\r\nContent-Length: 0\r\n\r\n");
      ByteBuffer head = ByteBuffer.allocate(4096);
      assertThat(channel.read(head)).isPositive();
      assertThat(new String(head.array(), 0, head.position(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 ");
      server.containers.start("web");
      server.engine.runtime.end(id, 7);
      assertThat(rest(channel)).contains("{\"StatusCode\":7}");
    }
  }

  private static String rest(SocketChannel channel) throws IOException {
    return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Attaching before the start shows the first byte; ending the input leaves the output open.
  @Test
  void attachIsAStreamInBothDirections() throws Exception {
    String id =
        server.containers.create(
            "web",
            io.davit.api.Json.gson()
                .fromJson(
                    "{\"Image\":\"app\",\"OpenStdin\":true,\"StdinOnce\":true}",
                    io.davit.api.ContainerCreate.class));
    try (SocketChannel channel = server.connect()) {
      RunningServer.send(
          channel,
          "POST /v1.44/containers/web/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\nHost:"
              + " d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n");
      ByteBuffer head = ByteBuffer.allocate(4096);
      assertThat(channel.read(head)).isPositive();
      assertThat(new String(head.array(), 0, head.position(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("content-type: application/vnd.docker.multiplexed-stream\r\n")
          .endsWith("\r\n\r\n");
      server.containers.start("web");
      FakeProcess process = server.engine.runtime.process(id);
      process.print("first\n");
      RunningServer.send(channel, "typed");
      channel.shutdownOutput();
      await().until(() -> process.input().equals("typed<end>"));
      process.print("late\n");
      process.end(0, false);
      assertThat(rest(channel))
          .isEqualTo("\u0001\0\0\0\0\0\0\u0006first\n\u0001\0\0\0\0\0\0\u0005late\n");
    }
  }

  /// `image import` on a full disk hung for ever: it still sent, and nobody read.
  @Test
  @Timeout(60)
  void whoStillSendsWhenItIsRefusedIsToldSo() throws IOException {
    int length = 4 << 20;
    assertThat(
            server.raw(
                "POST /images/create?fromSrc=- HTTP/1.1\nHost: d\nConnection: close\n"
                    + "Content-Length: %d\n\n".formatted(length)
                    + "x".repeat(length)))
        .startsWith("HTTP/1.1 500 ");
  }

  @Test
  void eventsAreReplayedAndFiltered() throws IOException {
    server.post("/containers/create?name=web", "{\"Image\":\"app\"}");
    server.post("/containers/web/start", "");
    assertThat(
            server.get(
                "/events?since=0.5&until="
                    + java.time.Instant.now().plusSeconds(0).getEpochSecond()
                    + ".999999999&filters=%7B%22event%22%3A%5B%22start%22%5D%7D"))
        .contains("\"status\":\"start\"", "\"Type\":\"container\"", "\"Action\":\"start\"")
        .doesNotContain("\"Action\":\"create\"");
  }
}

package io.davit.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// HTTP/1.1 byte for byte: what is sent, and what is made of each kind of answer.
final class EngineClientTest {
  @TempDir Path directory;
  private ServerSocketChannel server;
  private EngineClient client;
  private CompletableFuture<String> sent = CompletableFuture.completedFuture("");

  @BeforeEach
  void listen() throws IOException {
    Path socket = directory.resolve("s");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    client = EngineClient.onlyIfRunning(socket);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /// Answers one request.
  ///
  /// @param text `|` stands for a line end
  /// @param until what the request ends with; likewise
  private void answer(String text, String until) {
    sent = CompletableFuture.supplyAsync(() -> exchange(crlf(text), crlf(until)));
  }

  private static String crlf(String text) {
    return text.replace("|", "\r\n");
  }

  private String exchange(String text, String until) {
    try (SocketChannel connection = server.accept()) {
      StringBuilder sent = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(1000);
      while (sent.indexOf(until) < 0 && connection.read(buffer.clear()) >= 0) {
        sent.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
      }
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        connection.write(bytes);
      }
      return sent.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void sendsAGet() throws IOException {
    answer("HTTP/1.1 200 OK|Content-Length: 3||[1]excess", "||");
    assertThat(client.json(Request.get(Request.path("a b", "c/d")).query("x", "ü&=")).toString())
        .isEqualTo("[1]");
    assertThat(sent.join())
        .isEqualTo(
            crlf(
                "GET /a%20b/c%2Fd?x=%C3%BC%26%3D HTTP/1.1|Host: davit|Connection: close|"
                    + "Content-Length: 0||"));
  }

  @Test
  void sendsAStreamInChunks() throws IOException {
    answer("HTTP/1.1 204 No||", "0||");
    InputStream body = new ByteArrayInputStream("hello".getBytes(StandardCharsets.US_ASCII));
    client.run(Request.post("/images/load").stream(body));
    assertThat(sent.join()).endsWith(crlf("Transfer-Encoding: chunked||5|hello|0||"));
  }

  @Test
  void joinsChunksWithExtensionsAndTrailers() throws IOException {
    answer(
        "HTTP/1.1 200 OK|transfer-encoding: Chunked||3;a=b|\"ab|2|c\"|" + "0|Trailer: x||", "||");
    assertThat(client.json(Request.get("/")).getAsString()).isEqualTo("abc");
  }

  @Test
  void skipsInterimAnswers() throws IOException {
    answer("HTTP/1.1 100 Continue||HTTP/1.1 200 OK||true", "||");
    assertThat(client.json(Request.get("/")).getAsBoolean()).isTrue();
  }

  @Test
  void anAnswerThatBreaksOffIsAFailure() {
    answer("HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|ab", "||");
    assertThatThrownBy(() -> client.send(Request.get("/")).text())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended in the middle");
    answer("HTTP/1.1 200 OK|Content-Length: 9||ab", "||");
    assertThatThrownBy(() -> client.send(Request.get("/")).text())
        .hasMessageContaining("ended in the middle");
    answer("", "||");
    assertThatThrownBy(() -> client.send(Request.get("/")))
        .hasMessage("the engine closed the connection without an answer");
    answer("SSH-2.0-x|", "||");
    assertThatThrownBy(() -> client.send(Request.get("/")))
        .hasMessage("not an HTTP answer: \"SSH-2.0-x\"");
  }

  @Test
  void readsErrorBodiesOfEveryShape() {
    answer(
        "HTTP/1.1 409 Conflict|Content-Length: 30||{\"message\":\"taken\",\"fix\":\"go\"}", "||");
    assertThatThrownBy(() -> client.send(Request.get("/")))
        .isInstanceOfSatisfying(
            EngineRefused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(409);
              assertThat(refused.what()).isEqualTo("taken");
              assertThat(refused.fix()).contains("go");
            });
    answer("HTTP/1.1 502 Bad||<html>", "||");
    assertThatThrownBy(() -> client.send(Request.get("/")))
        .hasMessage("the engine answered 502: <html>");
    answer("HTTP/1.1 500 Bad|Content-Length: 0||", "||");
    assertThatThrownBy(() -> client.send(Request.get("/")))
        .hasMessage("the engine answered 500: no reason given");
  }

  @Test
  void aRefusalInTheMiddleOfAnUploadIsHeard() {
    answer("HTTP/1.1 400 Bad|Content-Length: 16||{\"message\":\"no\"}", "chunked||");
    InputStream large = new ByteArrayInputStream(new byte[64 * 1024 * 1024]);
    assertThatThrownBy(() -> client.send(Request.post("/images/load").stream(large)))
        .isInstanceOf(EngineRefused.class);
  }

  @Test
  void aFailingFileIsNotTheEnginesFault() {
    answer("", "never");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("bad sector");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("bad sector");
          }
        };
    assertThatThrownBy(() -> client.send(Request.post("/images/load").stream(broken)))
        .hasRootCauseMessage("bad sector");
  }

  @Test
  void startsAnAbsentEngineOnce() throws IOException {
    server.close();
    Path socket = directory.resolve("later");
    EngineClient starting =
        new EngineClient(
            socket,
            () -> {
              server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
              server.bind(UnixDomainSocketAddress.of(socket));
              answer("HTTP/1.1 200 OK|Content-Length: 1||1", "||");
            });
    assertThat(starting.answers()).isFalse();
    assertThat(starting.json(Request.get("/")).getAsInt()).isEqualTo(1);
  }
}

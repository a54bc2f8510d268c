package io.davit.cli.engine;

import com.google.gson.JsonElement;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The answer to one request, of a status below 400. Closing it ends the connection, also under a
/// thread that reads from it.
public final class Answer implements Closeable {
  private final Connection connection;
  private final HeaderLines head;
  private final InputStream body;

  Answer(Connection connection, HeaderLines head) {
    this.connection = connection;
    this.head = head;
    this.body = body(connection, head);
  }

  private static InputStream body(Connection connection, HeaderLines head) {
    if (head.status() == 101 || head.field("content-type").endsWith(".raw-stream")) {
      return connection.input();
    }
    if (head.field("transfer-encoding").equalsIgnoreCase("chunked")) {
      return new ChunkedInput(connection.input());
    }
    if (head.status() == 204 || head.status() == 304) {
      return InputStream.nullInputStream();
    }
    String length = head.field("content-length");
    return length.isEmpty()
        ? connection.input()
        : new BoundedInput(connection.input(), Long.parseLong(length));
  }

  public int status() {
    return head.status();
  }

  /// Whether the body is Docker's framed mix of stdout and stderr.
  public boolean multiplexed() {
    return head.field("content-type").endsWith("multiplexed-stream");
  }

  public InputStream body() {
    return body;
  }

  /// Lines of text, for a stream of JSON objects.
  public BufferedReader lines() {
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /// The whole body; closes this.
  public JsonElement json() throws IOException {
    try (this) {
      return JsonText.parse(lines());
    }
  }

  /// The whole body; closes this.
  public String text() throws IOException {
    try (this) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// After a hijack: bytes to the other side.
  public OutputStream output() {
    return connection.output();
  }

  /// After a hijack: no more bytes come; its output still does.
  public void closeOutput() throws IOException {
    connection.closeOutput();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}

package io.davit.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import io.davit.problem.EngineUnavailable;
import io.davit.problem.Resource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Talks to one engine. Every request has a connection of its own, so any number of threads may ask
/// and stream side by side.
///
/// Failures: [EngineRefused] for a status of 400 and above, [EngineUnavailable] when nobody
/// answers.
public final class EngineClient {
  private final Path socket;
  private final Absent absent;

  /// What to do when nobody listens on the socket.
  public interface Absent {
    /// Returns when the engine answers, or throws.
    void start() throws IOException;
  }

  public EngineClient(Path socket, Absent absent) {
    this.socket = socket;
    this.absent = absent;
  }

  /// Begins to load, beside the caller, what the first request of a process needs.
  public static void prepare() {
    Connection.prepare();
  }

  /// A client that never starts an engine.
  public static EngineClient onlyIfRunning(Path socket) {
    return new EngineClient(
        socket,
        () -> {
          throw new EngineUnavailable(
              "no engine listens on " + socket,
              new Resource("path", socket.toString()),
              "start one with \"davit daemon\", or leave --host away and davit starts its own");
        });
  }

  /// Sends a request and returns when the head of the answer is there.
  public Answer send(Request request) throws IOException {
    Connection connection = connect();
    boolean answered = false;
    try {
      boolean broken = write(connection, request);
      HeaderLines head = HeaderLines.read(connection.input());
      while (head.status() == 100) {
        head = HeaderLines.read(connection.input());
      }
      if (head.status() < 400 && broken) {
        throw new IOException("the engine stopped reading the request");
      }
      Answer answer = new Answer(connection, head);
      if (head.status() >= 400) {
        throw EngineRefused.of(head.status(), error(answer));
      }
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        connection.close();
      }
    }
  }

  /// Sends a request and reads the JSON of its answer.
  public JsonElement json(Request request) throws IOException {
    try (Answer answer = send(request)) {
      return answer.status() == 204 || answer.status() == 304 ? JsonNull.INSTANCE : answer.json();
    }
  }

  /// Sends a request whose answer says nothing.
  public void run(Request request) throws IOException {
    send(request).close();
  }

  /// Like [#json], and empty where the engine answers 404.
  public Optional<JsonElement> find(Request request) throws IOException {
    try {
      return Optional.of(json(request));
    } catch (EngineRefused e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Whether somebody listens on the socket now.
  public boolean answers() {
    try (Connection connection = Connection.open(socket)) {
      return connection.input() != null;
    } catch (IOException e) {
      return false;
    }
  }

  private Connection connect() throws IOException {
    try {
      return Connection.open(socket);
    } catch (IOException e) {
      String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
      if (message.contains("permission denied")) {
        throw new EngineUnavailable(
            "permission denied on the engine's socket " + socket,
            Optional.of(new Resource("path", socket.toString())),
            Optional.of("run davit as root, for example with sudo"),
            e);
      }
      absent.start();
      return Connection.open(socket);
    }
  }

  private static Fields error(Answer answer) throws IOException {
    String text = answer.text();
    Fields fields;
    try {
      fields = Fields.of(JsonText.parse(text));
    } catch (IOException e) {
      fields = Fields.EMPTY;
    }
    if (fields.text("message").isEmpty()) {
      fields = new Fields(fields.json().deepCopy());
      String what = text.isBlank() ? "no reason given" : text.strip();
      fields.json().addProperty("message", "the engine answered " + answer.status() + ": " + what);
    }
    return fields;
  }

  /// @return whether the engine stopped reading: its answer says why
  private static boolean write(Connection connection, Request request) {
    try {
      OutputStream output = new BufferedOutputStream(connection.output(), 16 * 1024);
      StringBuilder head = new StringBuilder(200);
      head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
      head.append("Host: davit\r\n");
      head.append(
          request.upgrade() ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "Connection: close\r\n");
      request.body().write(head, output);
      output.flush();
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}

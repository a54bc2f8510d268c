package io.davit.executor.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.davit.api.Json;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One request and its answer, for blocking code on a virtual thread.
final class Exchange {
  private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";
  private static final String RAW = "application/vnd.docker.raw-stream";

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context context;
  private final Channel channel;
  private final ApiVersion version;
  private final Map<String, String> variables;
  private final Body body;
  private @Nullable AnswerStream stream;

  /// The request's body: whole, or as it arrives.
  sealed interface Body {
    record Whole(Buffer bytes) implements Body {}

    record Streamed(BodyStream stream) implements Body {}
  }

  /// A connection that has become a stream of bytes in both directions.
  record Hijacked(BodyStream input, AnswerStream output) {}

  Exchange(
      HttpServerRequest request,
      Context context,
      Channel channel,
      ApiVersion version,
      Map<String, String> variables,
      Body body) {
    this.request = request;
    this.response = request.response();
    this.context = context;
    this.channel = channel;
    this.version = version;
    this.variables = variables;
    this.body = body;
  }

  ApiVersion version() {
    return version;
  }

  /// A part of the path.
  String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no variable " + name);
    }
    return value;
  }

  /// A query parameter; empty when absent or without a value.
  String query(String name) {
    String value = request.getParam(name);
    return value == null ? "" : value;
  }

  /// All values of a parameter that may come several times.
  List<String> queries(String name) {
    return request.params().getAll(name);
  }

  Optional<String> optionalQuery(String name) {
    String value = query(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /// Docker's truth: everything but "", 0, no, false and none.
  boolean flag(String name) {
    return switch (query(name).trim().toLowerCase(java.util.Locale.ROOT)) {
      case "", "0", "no", "false", "none" -> false;
      default -> true;
    };
  }

  Optional<Integer> number(String name) {
    return optionalQuery(name)
        .map(
            text -> {
              try {
                return Integer.valueOf(text);
              } catch (NumberFormatException e) {
                throw new InvalidInput(
                    "invalid value \"" + text + "\" for " + name,
                    new Resource("parameter", name),
                    "give a whole number");
              }
            });
  }

  /// The body as JSON; an empty one is an empty object.
  <T> T body(Class<T> type) {
    try {
      String text = bodyText();
      T value = Json.gson().fromJson(text.isBlank() ? "{}" : text, type);
      if (value == null) {
        throw new JsonParseException("null");
      }
      return value;
    } catch (JsonParseException e) {
      throw badBody(e);
    }
  }

  JsonObject bodyObject() {
    try {
      String text = bodyText();
      JsonElement element = JsonParser.parseString(text.isBlank() ? "{}" : text);
      return element.isJsonNull() ? new JsonObject() : element.getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw badBody(e);
    }
  }

  private static InvalidInput badBody(RuntimeException cause) {
    return new InvalidInput(
        "invalid request body: " + cause.getMessage(),
        Optional.empty(),
        Optional.of("send JSON as the API's documentation says"),
        cause);
  }

  private String bodyText() {
    return switch (body) {
      case Body.Whole(Buffer bytes) -> bytes.toString(StandardCharsets.UTF_8);
      case Body.Streamed _ -> throw new IllegalStateException("the route streams its body");
    };
  }

  InputStream bodyStream() {
    return switch (body) {
      case Body.Whole(Buffer bytes) -> new java.io.ByteArrayInputStream(bytes.getBytes());
      case Body.Streamed(BodyStream input) -> input;
    };
  }

  /// Answers without a body.
  void answer(int status) {
    response.setStatusCode(status).end();
  }

  void answer(int status, Object json) {
    answerText(status, "application/json", Json.gson().toJson(json) + "\n");
  }

  void answerText(int status, String contentType, String text) {
    response.setStatusCode(status).putHeader("Content-Type", contentType);
    response.end(Buffer.buffer(text));
  }

  void header(String name, String value) {
    response.putHeader(name, value);
  }

  /// Tells what went wrong; ends the answer where it stands when it has begun already.
  void fail(Throwable thrown) {
    if (body instanceof Body.Streamed(BodyStream unread)) {
      unread.discard();
    }
    if (response.headWritten()) {
      if (stream != null) {
        stream.close();
      }
      return;
    }
    ErrorAnswer answer = ErrorAnswer.of(thrown);
    answer(answer.status(), answer.body());
  }

  /// Begins an answer of unknown length; its head is sent at once.
  AnswerStream stream(String contentType) {
    response.setStatusCode(200).setChunked(true).putHeader("Content-Type", contentType);
    AnswerStream out =
        new AnswerStream(
            response,
            () ->
                context.runOnContext(
                    _ -> {
                      if (!response.ended() && !response.closed()) {
                        response.end();
                      }
                    }));
    stream = out;
    context.runOnContext(
        _ -> {
          response.closeHandler(_ -> out.markGone());
          response.exceptionHandler(_ -> out.markGone());
          if (response.closed()) {
            out.markGone();
          } else if (!response.headWritten()) { // the first line may have been quicker
            response.writeHead();
          }
        });
    return out;
  }

  /// Takes the connection over, as Docker's attach and exec do; without an `Upgrade` header only
  /// the answer is a stream.
  ///
  /// @param multiplexed whether output comes in frames; else it is one raw stream
  Hijacked hijack(boolean multiplexed) throws IOException {
    String contentType = multiplexed && version.atLeast(42) ? MULTIPLEXED : RAW;
    if (request.getHeader("Upgrade") == null) {
      BodyStream nothing = new BodyStream(context, new EmptyStream());
      nothing.end();
      return new Hijacked(nothing, stream(contentType));
    }
    header("Content-Type", contentType);
    header("Connection", "Upgrade");
    header("Upgrade", "tcp");
    java.util.concurrent.CompletableFuture<Hijacked> taken =
        new java.util.concurrent.CompletableFuture<>();
    context.runOnContext(
        _ -> {
          Future<NetSocket> upgraded = request.toNetSocket();
          upgraded.onComplete(
              socket -> {
                if (socket.succeeded()) {
                  taken.complete(takeOver(socket.result()));
                } else {
                  taken.completeExceptionally(socket.cause());
                }
              });
        });
    try {
      return taken.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the connection cannot be taken over", e);
    }
  }

  private Hijacked takeOver(NetSocket socket) {
    socket.pause();
    BodyStream input = new BodyStream(context, socket);
    AnswerStream output = new AnswerStream(socket, socket::end);
    stream = output;
    UpgradeHandler.hijacked(channel, input::end);
    socket.closeHandler(
        _ -> {
          input.fail();
          output.markGone();
        });
    input.start();
    return new Hijacked(input, output);
  }
}

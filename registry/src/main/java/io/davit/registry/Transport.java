package io.davit.registry;

import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// HTTP, as far as registries need it: answers of a limited size in a limited time. Redirections
/// are followed here, because who asks is told to nobody but the registry, and a way that began
/// with https does not go on without.
final class Transport implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int REDIRECTIONS_MAX = 5;
  private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

  private final HttpClient client;

  Transport(ProxySelector proxies) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(proxies)
            .build();
  }

  /// @param accept empty for anything
  /// @param authorization what the registry is told, and those that it redirects to are not
  record Question(URI uri, String accept, Optional<String> authorization) {
    Question at(URI other) {
      boolean same =
          uri.getScheme().equals(other.getScheme())
              && uri.getAuthority().equalsIgnoreCase(other.getAuthority());
      return new Question(other, accept, same ? authorization : Optional.empty());
    }

    HttpRequest.Builder request() {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "davit");
      if (!accept.isEmpty()) {
        request.header("Accept", accept);
      }
      authorization.ifPresent(value -> request.header("Authorization", value));
      return request;
    }
  }

  /// Whether a host, with or without a port, is this machine by its name.
  static boolean isLoopback(String authority) {
    return LOOPBACK.matcher(authority.replaceFirst(":\\d+$", "")).matches();
  }

  /// Whether something may be sent there: https, or a place that never leaves this machine.
  static boolean isSafe(URI uri) {
    String authority = uri.getAuthority();
    return authority != null
        && ("https".equalsIgnoreCase(uri.getScheme())
            || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(authority)));
  }

  /// @param limitBytes of the answer
  /// @throws RegistryFault when there is no answer, or none that is usable
  HttpResponse<byte[]> get(Question question, int limitBytes) throws RegistryFault {
    Question now = question;
    for (int i = 0; i <= REDIRECTIONS_MAX; i++) {
      HttpResponse<byte[]> answer = send(now.request().GET().build(), limitBytes);
      Optional<String> location = answer.headers().firstValue("Location");
      if (!REDIRECTIONS.contains(answer.statusCode()) || location.isEmpty()) {
        return answer;
      }
      now = now.at(redirected(now.uri(), location.get()));
    }
    throw new RegistryFault(
        "\"%s\" redirects more than %d times"
            .formatted(question.uri().getAuthority(), REDIRECTIONS_MAX),
        "tell who runs it");
  }

  private static URI redirected(URI from, String location) throws RegistryFault {
    try {
      URI to = from.resolve(location);
      if (isSafe(to)) {
        return to;
      }
    } catch (IllegalArgumentException _) {
      // What is no address is as little to be followed as one without https.
    }
    throw new RegistryFault(
        "\"%s\" redirects to \"%s\", which is no https address"
            .formatted(from.getAuthority(), Said.printable(location)),
        "tell who runs it");
  }

  /// Once, without following where it leads.
  HttpResponse<byte[]> send(HttpRequest request, int limitBytes) throws RegistryFault {
    String host = request.uri().getAuthority();
    CompletableFuture<HttpResponse<byte[]>> future =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), limitBytes));
    try {
      return future.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      future.cancel(true);
      throw unreachable(host, "no answer within " + ANSWER.toSeconds() + " s");
    } catch (InterruptedException _) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new RegistryFault("interrupted while \"" + host + "\" answered", "try again");
    } catch (ExecutionException e) {
      throw noAnswer(host, e.getCause());
    }
  }

  private static RegistryFault noAnswer(String host, @Nullable Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException _ ->
          unreachable(host, "no connection within " + CONNECT.toSeconds() + " s");
      case UnknownHostException _ -> unreachable(host, "its name is unknown");
      case ConnectException c when c.getCause() instanceof UnresolvedAddressException ->
          unreachable(host, "its name is unknown");
      case ConnectException c ->
          unreachable(host, c.getMessage() == null ? "connection refused" : c.getMessage());
      case SSLException s -> unreachable(host, "no trusted https connection: " + s.getMessage());
      case null, default ->
          new RegistryFault(
              "registry \"%s\" gives no usable answer: %s"
                  .formatted(host, Said.printable(String.valueOf(cause))),
              "try again; when it stays so, tell who runs it");
    };
  }

  private static RegistryFault unreachable(String host, String reason) {
    return new RegistryFault(
        "registry \"%s\" cannot be reached: %s".formatted(host, Said.printable(reason)),
        "check its name, the network and proxies; only this machine's registries are asked without"
            + " https");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

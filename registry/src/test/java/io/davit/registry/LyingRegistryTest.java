package io.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Answers that no honest registry gives, and those of servers between it and us.
final class LyingRegistryTest {
  private static final String MANIFEST = "{\"layers\": []}";

  /// An answer.
  ///
  /// @param header `name: value`; may be empty
  private record Scripted(int status, String body, String header) {
    Scripted(int status, String body) {
      this(status, body, "");
    }

    void send(HttpExchange exchange) throws IOException {
      if (!header.isEmpty()) {
        int colon = header.indexOf(": ");
        exchange.getResponseHeaders().add(header.substring(0, colon), header.substring(colon + 2));
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }
  }

  private final Map<String, Scripted> answers = new HashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private String domain;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().toString();
          String proof = exchange.getRequestHeaders().getFirst("Authorization");
          asked.add(path + (proof == null ? "" : " " + proof));
          answers.getOrDefault(path, new Scripted(404, "")).send(exchange);
        });
    server.start();
    domain = "127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void manifest(String tag, Scripted answer) {
    answers.put("/v2/a/manifests/" + tag, answer);
  }

  private String refused(Credentials credentials, String tag) {
    StringBuilder told = new StringBuilder();
    try (Repository repository =
        new Repository(ImageReference.parse(domain + "/a"), credentials, Map.of())) {
      assertThatThrownBy(() -> repository.document(tag))
          .isInstanceOfSatisfying(RegistryFault.class, fault -> told.append(fault.what()));
    }
    return told.toString();
  }

  private String refused(Scripted answer) {
    manifest("1", answer);
    return refused(new Credentials.Anonymous(), "1");
  }

  @Test
  void otherBytesThanThoseOfADigestAreRefused() {
    String digest = "sha256:" + "a".repeat(64);
    manifest(digest, new Scripted(200, MANIFEST));
    assertThat(refused(new Credentials.Anonymous(), digest))
        .isEqualTo(
            "registry \"%s\" gives other bytes for %s: they have the digest %s"
                .formatted(domain, digest, Digests.of(MANIFEST.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void whatIsNoManifestIsRefused() {
    assertThat(refused(new Scripted(200, "{")))
        .endsWith("\"%s/a:1\": it is no JSON".formatted(domain));
    assertThat(refused(new Scripted(200, "[]"))).endsWith("the document is no object");
    assertThat(refused(new Scripted(200, "{}")))
        .endsWith("it must have either \"layers\" or \"manifests\"");
    assertThat(refused(new Scripted(200, "{\"layers\": [], \"manifests\": []}")))
        .endsWith("it must have either \"layers\" or \"manifests\"");
    assertThat(refused(new Scripted(200, "{\"layers\": [{\"digest\": \"sha256:../../x\"}]}")))
        .endsWith("\"sha256:../../x\" is no digest sha256:HEX");
    assertThat(
            refused(
                new Scripted(
                    200,
                    "{\"layers\": [{\"digest\": \"sha256:%s\", \"size\": -1}]}"
                        .formatted("a".repeat(64)))))
        .endsWith("a \"size\" is no number of bytes");
  }

  @Test
  void anErrorIsToldInItsOwnWordsWithoutControlCharacters() {
    assertThat(
            refused(
                new Scripted(
                    500, "{\"errors\": [{\"code\": \"X\", \"message\": \"on \\u001b[31mfire\"}]}")))
        .isEqualTo(
            "registry \"%s\" answers 500 to the question for \"%s/a:1\" on [31mfire"
                .formatted(domain, domain));
    assertThat(refused(new Scripted(429, "")))
        .isEqualTo("registry \"" + domain + "\" is asked too often");
  }

  @Test
  void anAnswerWithoutEndIsBrokenOff() {
    char[] spaces = new char[(4 << 20) + 1];
    Arrays.fill(spaces, ' ');
    assertThat(refused(new Scripted(200, new String(spaces)))).contains("gives no usable answer: ");
  }

  /// Blobs often lie with another server, which is told nothing of the registry's users.
  @Test
  void aRedirectionIsFollowedWithoutCredentials() throws Exception {
    Credentials ann = new Credentials.Password("ann", "sesame");
    manifest("2", new Scripted(401, "", "WWW-Authenticate: Basic realm=\"x\""));
    String there = "http://localhost:" + server.getAddress().getPort();
    manifest("1", new Scripted(307, "", "Location: " + there + "/elsewhere"));
    answers.put("/elsewhere", new Scripted(200, MANIFEST));
    try (Repository repository =
        new Repository(ImageReference.parse(domain + "/a"), ann, Map.of())) {
      assertThatThrownBy(() -> repository.document("2")).isInstanceOf(RegistryFault.class);
      assertThat(repository.document("1")).isInstanceOf(Document.Manifest.class);
    }
    assertThat(asked)
        .containsExactly(
            "/v2/a/manifests/2",
            "/v2/a/manifests/2 Basic YW5uOnNlc2FtZQ==",
            "/v2/a/manifests/1 Basic YW5uOnNlc2FtZQ==",
            "/elsewhere");
  }

  @Test
  void aRedirectionAwayFromHttpsOrWithoutEndIsNotFollowed() {
    assertThat(refused(new Scripted(302, "", "Location: http://other.example/x")))
        .endsWith("redirects to \"http://other.example/x\", which is no https address");
    assertThat(refused(new Scripted(302, "", "Location: file:///etc/passwd")))
        .contains("which is no https address");
    assertThat(refused(new Scripted(302, "", "Location: /v2/a/manifests/1")))
        .endsWith("redirects more than 5 times");
  }

  @Test
  void noPasswordGoesToATokenServerWithoutHttps() {
    manifest(
        "1",
        new Scripted(401, "", "WWW-Authenticate: Bearer realm=\"http://other.example/token\""));
    assertThat(refused(new Credentials.Password("ann", "sesame"), "1"))
        .endsWith(
            "names the token server \"http://other.example/token\", which is no https address");
  }

  @Test
  void aTokenServerThatGivesNoneIsTold() {
    manifest(
        "1",
        new Scripted(401, "", "WWW-Authenticate: Bearer realm=\"http://" + domain + "/token\""));
    String question = "/token?scope=repository%3Aa%3Apull";
    answers.put(question, new Scripted(200, "{\"token\": \"a\\r\\nb\"}"));
    assertThat(refused(new Credentials.Anonymous(), "1"))
        .contains("gives no token: it answers 200");
    answers.put(question, new Scripted(403, "{\"errors\": [{\"message\": \"no such user\"}]}"));
    assertThat(refused(new Credentials.Anonymous(), "1")).endsWith(": no such user");
  }
}

package io.davit.registry;

import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives tokens that a registry believes (distribution specification, auth/jwt): to ann, who knows
/// a password, and to who has the refresh token.
final class TokenServer implements AutoCloseable {
  static final String PASSWORD = "sesame";
  static final String REFRESH = "refresh-me";
  private static final String SERVICE = "shop registry";

  private final PrivateKey key;
  private final String certificate;
  private final HttpServer server;

  /// What was asked for, as `METHOD scope`.
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  TokenServer(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve("token.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    new ProcessBuilder(
            keytool,
            "-genkeypair",
            "-alias",
            "t",
            "-keyalg",
            "RSA",
            "-dname",
            "CN=t",
            "-keystore",
            store.toString(),
            "-storepass",
            "changeit",
            "-ext",
            "bc=ca:true")
        .redirectErrorStream(true)
        .start()
        .waitFor();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    this.key = (PrivateKey) keys.getKey("t", "changeit".toCharArray());
    this.certificate = Base64.getEncoder().encodeToString(keys.getCertificate("t").getEncoded());
    Files.writeString(
        directory.resolve("token.pem"),
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(certificate.replaceAll("(.{64})", "$1\n")));
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::answer);
    server.start();
  }

  /// What a registry's configuration says to trust this server.
  String configuration(Path directory) {
    return """
    auth:
      token: {realm: "http://127.0.0.1:%d/token", service: %s, issuer: t, rootcertbundle: %s}
    """
        .formatted(server.getAddress().getPort(), SERVICE, directory.resolve("token.pem"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean exchanged = exchange.getRequestMethod().equals("POST");
    String text =
        exchanged
            ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
            : exchange.getRequestURI().getRawQuery();
    Map<String, String> form = new HashMap<>();
    for (String field : text.split("&", -1)) {
      String[] parts = field.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    String scope = form.getOrDefault("scope", "");
    asked.add(exchange.getRequestMethod() + " " + scope);
    String ann =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("ann:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    boolean known =
        exchanged
            ? REFRESH.equals(form.get("refresh_token"))
                && "refresh_token".equals(form.get("grant_type"))
            : ann.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean right = known && SERVICE.equals(form.get("service"));
    String body =
        right
            ? "{\"%s\": \"%s\"}".formatted(exchanged ? "access_token" : "token", token(scope))
            : "{\"errors\": [{\"code\": \"UNAUTHORIZED\", \"message\": \"who are you\"}]}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(right ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /// @param scope `repository:NAME:ACTION,…`
  String token(String scope) {
    String[] parts = scope.split(":", 3);
    long now = Instant.now().getEpochSecond();
    String header =
        "{\"typ\": \"JWT\", \"alg\": \"RS256\", \"x5c\": [\"%s\"]}".formatted(certificate);
    String claims =
        """
        {"iss": "t", "sub": "ann", "aud": "%s", "exp": %d, "nbf": %d, "iat": %d, "jti": "1",
         "access": [{"type": "repository", "name": "%s", "actions": ["%s"]}]}
        """
            .formatted(
                SERVICE, now + 600, now - 600, now, parts[1], parts[2].replace(",", "\", \""));
    String signed =
        encoded(JsonParser.parseString(header).toString().getBytes(StandardCharsets.UTF_8))
            + "."
            + encoded(claims.getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.UTF_8));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

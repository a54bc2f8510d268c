package io.davit.registry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A registry that others wrote, Debian's package `docker-registry`, on a free port of this
/// machine; what is in it was pushed by plain HTTP.
public final class DebianRegistry implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Pattern LISTENING = Pattern.compile("listening on ([^\"]+)");

  private final Process process;
  private final String domain;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Optional<String> authorization;

  private DebianRegistry(Process process, String domain, Optional<String> authorization) {
    this.process = process;
    this.domain = domain;
    this.authorization = authorization;
  }

  /// Open to everybody. Without the package, the test that asks is skipped.
  ///
  /// @param directory for its files
  public static DebianRegistry start(Path directory) throws IOException {
    return start(directory, "", Optional.empty());
  }

  /// @param auth YAML, as of its configuration; empty for none
  /// @param authorization the header of pushes
  static DebianRegistry start(Path directory, String auth, Optional<String> authorization)
      throws IOException {
    assumeTrue(
        Files.isExecutable(PROGRAM),
        "no registry to test with: apt-get install docker-registry (Debian)");
    Path configuration = Files.createDirectories(directory).resolve("registry.yaml");
    Files.writeString(
        configuration,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:0"}
        %s
        """
            .formatted(directory.resolve("stored"), auth));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "serve", configuration.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      said.append(line).append('\n');
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.find()) {
        Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
        return new DebianRegistry(process, matcher.group(1), authorization);
      }
    }
    throw new IOException("docker-registry does not start:\n" + said);
  }

  /// `127.0.0.1:PORT`.
  public String domain() {
    return domain;
  }

  /// @return its digest
  public String blob(String repository, String content) throws IOException, InterruptedException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> upload =
        send(
            request("/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()).build());
    String place = upload.headers().firstValue("Location").orElseThrow();
    String digest = Digests.of(bytes);
    send(
        request(place + "&digest=" + digest)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(bytes))
            .build());
    return digest;
  }

  /// @param tag or digest
  /// @return its digest
  public String manifest(String repository, String tag, String mediaType, String json)
      throws IOException, InterruptedException {
    HttpResponse<String> put =
        send(
            request("/v2/" + repository + "/manifests/" + tag)
                .header("Content-Type", mediaType)
                .PUT(BodyPublishers.ofString(json))
                .build());
    return put.headers().firstValue("Docker-Content-Digest").orElseThrow();
  }

  private HttpRequest.Builder request(String place) {
    URI uri = URI.create("http://" + domain).resolve(place);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          "%s %s: %d %s"
              .formatted(request.method(), request.uri(), answer.statusCode(), answer.body()));
    }
    return answer;
  }

  @Override
  public void close() {
    client.shutdownNow();
    process.destroy();
    process.onExit().join();
  }
}

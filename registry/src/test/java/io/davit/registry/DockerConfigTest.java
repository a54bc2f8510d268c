package io.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose credentials count: files as `docker login` writes them, and a helper as it calls them.
final class DockerConfigTest {
  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));

  private Credentials credentials(String json, String domain) throws IOException, RegistryFault {
    environment.put("HOME", home.toString());
    Files.createDirectories(home.resolve(".docker"));
    Files.writeString(home.resolve(".docker/config.json"), json);
    return new DockerConfig(environment).of(domain);
  }

  private void refused(String json, String what) {
    assertThatThrownBy(() -> credentials(json, "r.example"))
        .isInstanceOfSatisfying(
            RegistryFault.class, fault -> assertThat(fault.what()).endsWith(what));
  }

  @Test
  void aRegistrysOwnEntryCounts() throws Exception {
    String json =
        """
        {"auths": {"r.example:5000": {"auth": "YW5uOnNlOnNhbWU="},
                   "https://ghcr.example/v1/": {"username": "bob", "password": "x"},
                   "t.example": {"auth": "YW5uOg==", "identitytoken": "abc"},
                   "https://index.docker.io/v1/": {"auth": "aHViOmh1Yg=="}}}
        """;
    assertThat(credentials(json, "r.example:5000"))
        .isEqualTo(new Credentials.Password("ann", "se:same"));
    assertThat(credentials(json, "ghcr.example")).isEqualTo(new Credentials.Password("bob", "x"));
    assertThat(credentials(json, "t.example")).isEqualTo(new Credentials.IdentityToken("abc"));
    assertThat(credentials(json, "docker.io")).isEqualTo(new Credentials.Password("hub", "hub"));
    assertThat(credentials(json, "r.example")).isEqualTo(new Credentials.Anonymous());
  }

  @Test
  void withoutAFileNobodyInParticularAsks() throws RegistryFault {
    assertThat(new DockerConfig(Map.of("DOCKER_CONFIG", home.toString())).of("r.example"))
        .isEqualTo(new Credentials.Anonymous());
  }

  @Test
  void aHelperIsAsked() throws Exception {
    Path helper = home.resolve("docker-credential-vault");
    Files.writeString(
        helper,
        """
        #!/bin/sh
        read -r server
        case "$1 $server" in
          "get r.example") echo '{"ServerURL":"r.example","Username":"ann","Secret":"sesame"}' ;;
          "get https://index.docker.io/v1/") echo '{"Username":"<token>","Secret":"abc"}' ;;
          "get odd.example") echo sesame ;;
          *) echo 'credentials not found in native keychain'; exit 1 ;;
        esac
        """);
    assertThat(helper.toFile().setExecutable(true)).isTrue();
    environment.put("PATH", "/usr/bin:/bin:" + home);
    String all = "{\"credsStore\": \"vault\", \"auths\": {\"s.example\": {\"auth\": \"YTpi\"}}}";
    assertThat(credentials(all, "r.example")).isEqualTo(new Credentials.Password("ann", "sesame"));
    assertThat(credentials(all, "docker.io")).isEqualTo(new Credentials.IdentityToken("abc"));
    assertThat(credentials(all, "s.example")).isEqualTo(new Credentials.Password("a", "b"));
    assertThat(credentials(all, "none.example")).isEqualTo(new Credentials.Anonymous());
    String one = "{\"credHelpers\": {\"r.example\": \"vault\"}}";
    assertThat(credentials(one, "r.example")).isEqualTo(new Credentials.Password("ann", "sesame"));
    assertThat(credentials(one, "docker.io")).isEqualTo(new Credentials.Anonymous());
    assertThatThrownBy(() -> credentials(all, "odd.example"))
        .hasMessageEndingWith("for credentials: what it writes is no JSON object");
  }

  @Test
  void whatIsBrokenIsTold() {
    refused("{", "it is no JSON");
    refused("[]", "it is no JSON object");
    refused(
        "{\"auths\": {\"r.example\": {\"auth\": \"%\"}}}",
        "an \"auth\" is not of the form base64(user:password)");
    refused(
        "{\"auths\": {\"r.example\": {\"auth\": \"YQ==\"}}}",
        "an \"auth\" is not of the form base64(user:password)");
    refused(
        "{\"credsStore\": \"nobody-has-this\"}",
        "\"docker-credential-nobody-has-this\" for credentials: it is not installed");
  }

  @Test
  void secretsAreNotShown() {
    assertThat(new Credentials.Password("ann", "sesame")).hasToString("Password[ann]");
    assertThat(new Credentials.IdentityToken("abc")).hasToString("IdentityToken");
  }
}

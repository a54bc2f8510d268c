package io.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Registries that do not give everything to everybody, as a registry that others wrote sees it.
final class AuthorizationTest {
  private static final Credentials ANN = new Credentials.Password("ann", TokenServer.PASSWORD);

  /// `sesame`, as `htpasswd -B` writes it.
  private static final String HTPASSWD =
      "ann:$2b$04$z4UMEuuMexDftuQIu81Q7.nCsSartDTFiQtv268IUp1pgrYZLjar.\n";

  @TempDir Path directory;

  private static void publish(DebianRegistry registry) throws Exception {
    String config = registry.blob("team/shop", "{}");
    registry.manifest(
        "team/shop",
        "v1",
        "application/vnd.oci.image.manifest.v1+json",
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
         "config": {"mediaType": "application/x.test", "digest": "%s", "size": 2}, "layers": []}
        """
            .formatted(config));
  }

  private static void given(DebianRegistry registry, Credentials credentials) throws RegistryFault {
    ImageReference name = ImageReference.parse(registry.domain() + "/team/shop");
    try (Repository repository = new Repository(name, credentials, Map.of())) {
      assertThat(repository.document("v1"))
          .isInstanceOfSatisfying(
              Document.Manifest.class,
              manifest -> {
                assertThat(manifest.artifactType()).isEqualTo("application/x.test");
                assertThat(manifest.layers()).isEmpty();
              });
    }
  }

  private static String refused(DebianRegistry registry, Credentials credentials) {
    StringBuilder told = new StringBuilder();
    assertThatThrownBy(() -> given(registry, credentials))
        .isInstanceOfSatisfying(
            RegistryFault.class,
            fault -> told.append(fault.what()).append("\n").append(fault.fix()));
    return told.toString().replace(registry.domain(), "REGISTRY");
  }

  @Test
  void aPasswordOpensWhatItOpens() throws Exception {
    Path users = Files.writeString(directory.resolve("htpasswd"), HTPASSWD);
    String basic =
        "Basic "
            + Base64.getEncoder().encodeToString("ann:sesame".getBytes(StandardCharsets.UTF_8));
    try (DebianRegistry registry =
        DebianRegistry.start(
            directory,
            "auth: {htpasswd: {realm: shop, path: " + users + "}}",
            Optional.of(basic))) {
      publish(registry);
      given(registry, ANN);
      assertThat(refused(registry, new Credentials.Anonymous()))
          .isEqualTo(
              """
              registry "REGISTRY" gives "team/shop" to nobody without credentials, or has no such repository
              check the name, and write credentials into ~/.docker/config.json, as "docker login REGISTRY" does""");
      assertThat(refused(registry, new Credentials.Password("ann", "wrong")))
          .startsWith("registry \"REGISTRY\" refuses \"team/shop\" to user \"ann\"");
    }
  }

  @Test
  void aTokenIsFetchedFromWhereTheRegistrySays() throws Exception {
    try (TokenServer tokens = new TokenServer(directory);
        DebianRegistry registry =
            DebianRegistry.start(
                directory,
                tokens.configuration(directory),
                Optional.of("Bearer " + tokens.token("repository:team/shop:pull,push")))) {
      publish(registry);
      given(registry, ANN);
      given(registry, new Credentials.IdentityToken(TokenServer.REFRESH));
      assertThat(tokens.asked)
          .containsExactly("GET repository:team/shop:pull", "POST repository:team/shop:pull");
      assertThat(refused(registry, new Credentials.Anonymous())).contains("who are you");
      assertThat(refused(registry, new Credentials.IdentityToken("stale")))
          .startsWith(
              "registry \"REGISTRY\" refuses \"team/shop\" to the identity token that is kept for"
                  + " it: who are you");
    }
  }
}

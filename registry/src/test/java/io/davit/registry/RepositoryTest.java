package io.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.registry.Document.Index;
import io.davit.registry.Document.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read from a registry that others wrote.
final class RepositoryTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  @TempDir Path directory;
  private DebianRegistry registry;
  private Repository repository;
  private String layer;
  private String manifest;

  @BeforeEach
  void publish() throws Exception {
    registry = DebianRegistry.start(directory);
    layer = registry.blob("team/shop", "hello");
    String config = registry.blob("team/shop", "{}");
    manifest =
        registry.manifest(
            "team/shop",
            "v1",
            MANIFEST,
            """
            {"schemaVersion": 2, "mediaType": "%s", "artifactType": "application/x.test",
             "config": {"mediaType": "application/vnd.oci.empty.v1+json", "digest": "%s", "size": 2},
             "layers": [{"mediaType": "text/plain", "digest": "%s", "size": 5,
                         "annotations": {"name": "hello.txt"}}]}
            """
                .formatted(MANIFEST, config, layer));
    repository = named(registry.domain() + "/team/shop");
  }

  @AfterEach
  void stop() {
    if (registry != null) {
      repository.close();
      registry.close();
    }
  }

  private static Repository named(String name) {
    return new Repository(ImageReference.parse(name), new Credentials.Anonymous(), Map.of());
  }

  private static String refused(ThrowingCallable call) {
    StringBuilder told = new StringBuilder();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RegistryFault.class,
            fault -> told.append(fault.what()).append("\n").append(fault.fix()));
    return told.toString();
  }

  @Test
  void aTagAndADigestNameTheSameManifest() throws RegistryFault {
    Descriptor file = new Descriptor("text/plain", layer, 5, "", Map.of("name", "hello.txt"));
    Manifest expected = new Manifest(manifest, "application/x.test", List.of(file));
    assertThat(repository.document("v1")).isEqualTo(expected);
    assertThat(repository.document(manifest)).isEqualTo(expected);
    assertThat(repository.blob(file, 5)).asString(StandardCharsets.UTF_8).isEqualTo("hello");
  }

  @Test
  void anIndexNamesManifestsWithWhatTheyAre() throws Exception {
    registry.manifest(
        "team/shop",
        "all",
        INDEX,
        """
        {"schemaVersion": 2, "mediaType": "%s",
         "manifests": [{"mediaType": "%s", "artifactType": "application/x.test",
                        "digest": "%s", "size": 468}]}
        """
            .formatted(INDEX, MANIFEST, manifest));
    assertThat(repository.document("all"))
        .isInstanceOfSatisfying(
            Index.class,
            index ->
                assertThat(index.manifests())
                    .singleElement()
                    .satisfies(one -> assertThat(one.digest()).isEqualTo(manifest))
                    .satisfies(
                        one -> assertThat(one.artifactType()).isEqualTo("application/x.test")));
  }

  @Test
  void whatIsNotThereIsTold() {
    assertThat(refused(() -> repository.document("v2")))
        .isEqualTo(
            """
            registry "%s" has no "%s/team/shop:v2"
            check the name and the tag; a registry also says so of what it does not show to you"""
                .formatted(registry.domain(), registry.domain()));
    try (Repository other = named(registry.domain() + "/team/other")) {
      assertThat(refused(() -> other.document("v1"))).contains("has no \"");
    }
  }

  @Test
  void aRegistryThatDoesNotAnswerIsTold() {
    String domain = registry.domain();
    registry.close();
    assertThat(refused(() -> repository.document("v1")))
        .startsWith("registry \"" + domain + "\" cannot be reached: connection refused\n")
        .contains("check its name, the network and proxies");
  }

  @Test
  void aBlobThatIsTooLongIsNotFetched() {
    assertThat(refused(() -> repository.blob(new Descriptor("", layer, 5, "", Map.of()), 4)))
        .contains("has 5 bytes, and at most 4 are taken");
    assertThat(refused(() -> repository.blob(new Descriptor("", layer, 1, "", Map.of()), 4)))
        .contains("gives no usable answer: ");
  }
}

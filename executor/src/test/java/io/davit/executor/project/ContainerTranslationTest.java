package io.davit.executor.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.davit.api.ContainerCreate;
import io.davit.executor.project.ContainerTranslation.Circumstances;
import io.davit.model.Project;
import io.davit.model.canonical.CanonicalForm;
import io.davit.planner.plan.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a service becomes, as the JSON of Docker's create request: `translation/NAME.json` for the
/// services of `translation/compose.yaml`.
final class ContainerTranslationTest {
  private static final Path CASES = Path.of("src/test/resources/translation");
  private static final Gson PRETTY =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.UPPER_CAMEL_CASE)
          .disableHtmlEscaping()
          .setPrettyPrinting()
          .create();
  private static final Circumstances FRESH =
      new Circumstances("sha256:app", Map.of(), Optional.empty(), false, true);

  private Project project;

  @BeforeEach
  void load() throws IOException {
    var request =
        Workshop.request(
            Files.readString(CASES.resolve("compose.yaml")), List.of(), Workshop.NO_OPTIONS);
    project = CanonicalForm.fromJson(Objects.requireNonNull(request.model()));
  }

  private ContainerCreate translated(
      String service, Optional<String> slug, Circumstances circumstances) {
    var declared = Objects.requireNonNull(project.services().get(service));
    return new ContainerTranslation(project)
        .create(new Replica(declared, 2, "shop-" + service + "-2", "hash", slug), circumstances);
  }

  private static void assertGolden(String name, ContainerCreate body) throws IOException {
    Path golden = CASES.resolve(name + ".json");
    String text = PRETTY.toJson(body) + "\n";
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @Test
  void everyAttributeHasItsPlace() throws IOException {
    assertGolden("web", translated("web", Optional.empty(), FRESH));
  }

  @Test
  void aServiceWithoutNetworkAndProbe() throws IOException {
    assertGolden("db", translated("db", Optional.empty(), FRESH));
  }

  @Test
  void aServiceInTheNamespacesOfTheHost() throws IOException {
    assertGolden("shared", translated("shared", Optional.empty(), FRESH));
  }

  @Test
  void aOneOffNeverRestartsAndKeepsItsServicesNameToItself() {
    ContainerCreate body =
        translated(
            "web",
            Optional.of("0123456789ab"),
            new Circumstances("sha256:app", Map.of(), Optional.empty(), true, false));
    var host = Objects.requireNonNull(body.hostConfig());
    assertThat(Objects.requireNonNull(host.restartPolicy()).name()).isEqualTo("no");
    assertThat(host.autoRemove()).isTrue();
    assertThat(
            Objects.requireNonNull(
                    Objects.requireNonNull(body.networkingConfig()).endpointsConfig())
                .values())
        .allMatch(endpoint -> Objects.requireNonNull(endpoint.aliases()).isEmpty());
    assertThat(body.labels())
        .containsEntry("com.docker.compose.oneoff", "True")
        .containsEntry("com.docker.compose.slug", "0123456789ab");
  }

  @Test
  void inheritedVolumesTakeThePlacesThatNothingElseTakes() {
    Circumstances recreated =
        new Circumstances(
            "sha256:app",
            Map.of("/cache", "old-cache", "/image", "old-image", "/data", "stale"),
            Optional.of("shop-web-2"),
            false,
            true);
    ContainerCreate body = translated("web", Optional.empty(), recreated);
    var mounts = Objects.requireNonNull(Objects.requireNonNull(body.hostConfig()).mounts());
    assertThat(mounts)
        .filteredOn(mount -> "volume".equals(mount.type()))
        .extracting(mount -> mount.target() + " " + mount.source())
        .containsExactly("/data shop_data", "/cache old-cache", "/image old-image");
    assertThat(body.labels()).containsEntry("com.docker.compose.replace", "shop-web-2");
  }
}

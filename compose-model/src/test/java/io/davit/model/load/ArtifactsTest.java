package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.model.Project;
import io.davit.model.report.ProblemText;
import io.davit.model.report.SourceLines;
import io.davit.problem.Failure;
import io.davit.problem.InvalidProject;
import io.davit.registry.DebianRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compose files in a registry, put there byte for byte as Docker Compose does it.
class ArtifactsTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /// Of Compose 2.26 and newer, for registries that know no artifact types.
  private static final String BEFORE_OCI_1_1 =
      "application/vnd.docker.compose.config.empty.v1+json";

  @TempDir Path directory;
  private DebianRegistry registry;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start() throws IOException {
    registry = DebianRegistry.start(directory.resolve("registry"));
    environment.put("HOME", directory.toString());
  }

  @AfterEach
  void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  /// One layer of a project.
  private record Layer(String type, String annotations, String text) {
    static Layer compose(String name, String text) {
      return new Layer(
          "application/vnd.docker.compose.file+yaml",
          "\"com.docker.compose.file\":\"%s\",\"com.docker.compose.version\":\"5.0.0\""
              .formatted(name),
          text);
    }

    static Layer extended(String name, String text) {
      Layer compose = compose(name, text);
      return new Layer(
          compose.type, compose.annotations + ",\"com.docker.compose.extends\":\"true\"", text);
    }

    static Layer variables(String name, String text) {
      return new Layer(
          "application/vnd.docker.compose.envfile",
          "\"com.docker.compose.envfile\":\"%s\",\"com.docker.compose.version\":\"5.0.0\""
              .formatted(name),
          text);
    }
  }

  private String manifest(String head, String configType, Layer... layers) throws Exception {
    StringBuilder list = new StringBuilder();
    for (Layer layer : layers) {
      list.append(list.isEmpty() ? "" : ",")
          .append(
              "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{%s}}"
                  .formatted(
                      layer.type,
                      registry.blob("team/shop", layer.text),
                      layer.text.length(),
                      layer.annotations));
    }
    return ("{\"schemaVersion\":2,\"mediaType\":\"%s\",%s"
            + "\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2},\"layers\":[%s],"
            + "\"annotations\":{\"org.opencontainers.image.created\":\"2026-01-01T00:00:00Z\"}}")
        .formatted(MANIFEST, head, configType, registry.blob("team/shop", "{}"), list);
  }

  /// @return its digest
  private String publish(String tag, Layer... layers) throws Exception {
    String type = "\"artifactType\":\"application/vnd.docker.compose.project\",";
    String json = manifest(type, "application/vnd.oci.empty.v1+json", layers);
    return registry.manifest("team/shop", tag, MANIFEST, json);
  }

  private String name(String suffix) {
    return "oci://" + registry.domain() + "/team/shop" + suffix;
  }

  private LoadRequest request() {
    return LoadRequest.in(directory, environment);
  }

  private Project including(String name) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), "include: ['%s']\n".formatted(name));
    return ProjectLoader.load(request()).project();
  }

  private String refused(String name) throws IOException {
    try {
      including(name);
    } catch (InvalidProject e) {
      return ProblemText.render(e.problems(), SourceLines.of(directory, Optional.empty()));
    }
    throw new AssertionError(name + " loads");
  }

  @Test
  void aProjectIsIncludedWithAllOfItsFiles() throws Exception {
    String digest =
        publish(
            "v1",
            Layer.compose(
                "compose.yaml", "services: {web: {image: 'web:${TAG:-1}', env_file: e.env}}"),
            Layer.compose(
                "more.yaml",
                "services: {web: {extends: {file: b.yaml, service: base}, command: run}}"),
            Layer.extended("b.yaml", "services: {base: {user: ann}}"),
            Layer.variables("e.env", "A=1\n"),
            Layer.variables(".env", "TAG=2\n"),
            new Layer("text/plain", "", "passed over"));
    var web = including(name(":v1")).service("web");
    assertThat(web.image()).isEqualTo("web:2");
    assertThat(web.process().command()).contains(List.of("run"));
    assertThat(web.process().user()).isEqualTo("ann");
    assertThat(web.process().environment()).containsEntry("A", "1");
    Path unpacked = directory.resolve(".cache/davit/oci").resolve(digest.substring(7));
    try (Stream<Path> files = Files.list(unpacked)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("compose.yaml", "b.yaml", "e.env", ".env");
    }
  }

  @Test
  void aFlagAndAnExtendsNameOne() throws Exception {
    publish("latest", Layer.compose("compose.yaml", "services: {web: {image: 'a:${TAG}'}}"));
    Files.writeString(directory.resolve(".env"), "TAG=three\n");
    Project project =
        ProjectLoader.load(request().withFiles(List.of(name(""))).withName("shop")).project();
    assertThat(project.service("web").image()).isEqualTo("a:three");
    environment.put("COMPOSE_FILE", name("@latest").replace("@", ":"));
    environment.put("COMPOSE_PATH_SEPARATOR", ",");
    assertThat(ProjectLoader.load(request().withName("shop")).project().services())
        .containsKey("web");
    environment.remove("COMPOSE_FILE");
    Files.writeString(
        directory.resolve("compose.yaml"),
        "services: {x: {extends: {file: '%s', service: web}}}".formatted(name(":latest")));
    assertThat(ProjectLoader.load(request()).project().service("x").image()).isEqualTo("a:three");
  }

  @Test
  void aTagIsLookedUpAnewAndADigestStays() throws Exception {
    String first = publish("v1", Layer.compose("compose.yaml", "services: {web: {image: one}}"));
    assertThat(including(name(":v1")).service("web").image()).isEqualTo("one");
    publish("v1", Layer.compose("compose.yaml", "services: {web: {image: two}}"));
    assertThat(including(name(":v1")).service("web").image()).isEqualTo("two");
    assertThat(including(name("@" + first)).service("web").image()).isEqualTo("one");
    assertThat(including(name(":v1@" + first)).service("web").image()).isEqualTo("one");
    registry.close();
    assertThat(including(name("@" + first)).service("web").image()).isEqualTo("one");
    assertThat(refused(name(":v1")))
        .startsWith("compose.yaml:1:11: error: included file: registry \"" + registry.domain())
        .contains("cannot be reached: connection refused");
  }

  @Test
  void registriesThatKnowNoArtifactTypesHoldProjectsToo() throws Exception {
    String json =
        manifest(
            "", BEFORE_OCI_1_1, Layer.compose("compose.yaml", "services: {web: {image: old}}"));
    registry.manifest("team/shop", "v1", MANIFEST, json);
    assertThat(including(name(":v1")).service("web").image()).isEqualTo("old");
  }

  @Test
  void aProjectAmongItsImagesIsFoundInTheirIndex() throws Exception {
    String project = publish("v1", Layer.compose("compose.yaml", "services: {web: {image: one}}"));
    String type = "\"artifactType\":\"application/vnd.docker.compose.project\",";
    String entry = "{\"mediaType\":\"%s\",%s\"digest\":\"%s\",\"size\":9}";
    String index = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}";
    registry.manifest(
        "team/shop",
        "app",
        INDEX,
        index.formatted(INDEX, entry.formatted(MANIFEST, type, project)));
    assertThat(including(name(":app")).service("web").image()).isEqualTo("one");
    registry.manifest(
        "team/shop",
        "images",
        INDEX,
        index.formatted(INDEX, entry.formatted(MANIFEST, "", project)));
    assertThat(refused(name(":images")))
        .contains("is no compose project: it is an index of other things");
  }

  @Test
  void whatIsNotThereIsToldWhereItIsNamed() throws Exception {
    publish("v1", Layer.compose("compose.yaml", "services: {web: {image: one}}"));
    String v2 = name(":v2");
    assertThat(refused(v2))
        .isEqualTo(
            """
            compose.yaml:1:11: error: included file: registry "%s" has no "%s"
                1 | include: ['%s']
                  |           %s
             fix: check the name and the tag; a registry also says so of what it does not show to you
            """
                .formatted(
                    registry.domain(),
                    v2.substring("oci://".length()),
                    v2,
                    "^".repeat(v2.length() + 2)));
    assertThat(refused("oci://UPPER"))
        .contains("its repository must be lower case")
        .contains("fix: write oci://[REGISTRY/]NAME[:TAG][@sha256:HEX]");
    assertThat(refused(name("@sha512:" + "a".repeat(128))))
        .contains("is named by another digest than sha256");
    assertThatThrownBy(() -> ProjectLoader.load(request().withFiles(List.of(name(":v2")))))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.describe()).startsWith("compose file \"" + name(":v2")));
    environment.put("COMPOSE_EXPERIMENTAL_OCI_REMOTE", "false");
    assertThat(refused(name(":v1"))).contains("disabled by COMPOSE_EXPERIMENTAL_OCI_REMOTE");
  }

  @Test
  void whatIsNoProjectIsTold() throws Exception {
    Layer file = Layer.compose("compose.yaml", "services: {web: {image: one}}");
    registry.manifest(
        "team/shop",
        "image",
        MANIFEST,
        manifest("", "application/vnd.oci.image.config.v1+json", file));
    assertThat(refused(name(":image")))
        .contains("is no compose project: it is \"application/vnd.oci.image.config.v1+json\"")
        .contains("name what \"docker compose publish\" has written");
    publish("empty", Layer.variables("a.env", "A=1"));
    assertThat(refused(name(":empty"))).contains("is no compose project: it holds no compose file");
  }

  @Test
  void nothingLeadsOutOfItsDirectory() throws Exception {
    Layer file = Layer.compose("compose.yaml", "services: {web: {image: one}}");
    for (String path :
        List.of("../../x.env", "/etc/x.env", "a/x.env", "a\\\\x.env", "..", ".", "")) {
      publish("v1", file, Layer.variables(path, "A=1"));
      assertThat(refused(name(":v1"))).as(path).contains("which is no plain file name");
      publish("v1", file, Layer.extended(path, "services: {}"));
      assertThat(refused(name(":v1"))).as(path).contains("which is no plain file name");
    }
    publish("v1", file, Layer.variables("compose.yaml", "services: {}"));
    assertThat(refused(name(":v1"))).contains("two of its files are named \"compose.yaml\"");
    try (Stream<Path> kept = Files.list(directory.resolve(".cache/davit/oci"))) {
      assertThat(kept).as("nothing half made").isEmpty();
    }
  }
}

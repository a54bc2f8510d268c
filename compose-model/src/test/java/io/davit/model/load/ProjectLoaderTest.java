package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.davit.model.Mount;
import io.davit.model.NameStyle;
import io.davit.model.Network;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.canonical.CanonicalForm;
import io.davit.model.canonical.ConfigOptions;
import io.davit.problem.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectLoaderTest {
  @TempDir Path directory;

  private static final String SHOP =
      """
      name: shop
      services:
        web:
          image: nginx:1
          command: nginx -g "daemon off;"
          ports: ["127.0.0.1:8080-8081:80-81", "53/udp"]
          environment:
            LOG: info
            HOME:
            MISSING:
          depends_on: [db]
          volumes: ["data:/d:ro", "./x:/x", /anonymous]
          tmpfs: /run:size=1m
          deploy: {replicas: 2, resources: {limits: {cpus: "0.5", memory: 64m}}}
          secrets: [token]
        db:
          image: postgres:17
          healthcheck: {test: pg_isready, interval: 90s}
          networks: {back: {aliases: [database], priority: 5}, default: }
      networks:
        back: {internal: true, ipam: {config: [{subnet: 10.9.0.0/24}]}}
      volumes: {data: , unused: }
      secrets: {token: {environment: HOME}}
      """;

  private Project load(String text) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), text);
    return ProjectLoader.load(LoadRequest.in(directory, Map.of("HOME", "/root"))).project();
  }

  @Test
  void everyServiceIsBoundWithItsDefaults() throws IOException {
    Project project = load(SHOP);
    Service web = project.service("web");
    assertThat(project.services().keySet()).containsExactly("db", "web");
    assertThat(web.process().command())
        .isEqualTo(Optional.of(List.of("nginx", "-g", "daemon off;")));
    assertThat(web.process().environment()).isEqualTo(Map.of("HOME", "/root", "LOG", "info"));
    assertThat(web.process().unset()).containsExactly("MISSING");
    assertThat(web.ports())
        .extracting(Service.Port::hostIp, Service.Port::published, Service.Port::target)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("127.0.0.1", "8080", 80),
            org.assertj.core.groups.Tuple.tuple("127.0.0.1", "8081", 81),
            org.assertj.core.groups.Tuple.tuple("", "", 53));
    assertThat(web.volumes())
        .extracting(Mount::target)
        .containsExactly("/d", "/x", "/anonymous", "/run");
    assertThat(web.placement().replicas()).isEqualTo(2);
    assertThat(web.resources().memoryBytes()).isEqualTo(64L << 20);
    assertThat(web.networks().keySet()).containsExactly("default");
    assertThat(project.service("db").networks().keySet()).containsExactly("back", "default");
    assertThat(project.networks().values())
        .extracting(Network::name)
        .containsExactly("shop_back", "shop_default");
    assertThat(project.volumes().keySet()).containsExactly("data");
  }

  @Test
  void everyValueKnowsItsLine() throws IOException {
    Project project = load(SHOP);
    assertThat(project.provenance().at("services.web.environment.LOG").orElseThrow().describe())
        .isEqualTo("compose.yaml:8:12");
    assertThat(project.provenance().at("services.web.mem_limit").orElseThrow().line())
        .isEqualTo(14);
  }

  @Test
  void theWireFormLosesNothing() throws IOException {
    Project project = load(SHOP);
    assertThat(CanonicalForm.fromJson(CanonicalForm.toJson(project))).isEqualTo(project);
  }

  /// Keys are free text: dots, blanks, colons and lines' ends belong to them.
  @Test
  void theWireFormKeepsPlacesOfUnusualKeys() throws IOException {
    Project project =
        load(
            "services: {web: {image: x, labels: {\"a.b c:1 2\\n3\": one, \"\": two}, command: [a, b]}}");
    assertThat(CanonicalForm.fromJson(CanonicalForm.toJson(project)).provenance().spans())
        .isEqualTo(project.provenance().spans())
        .containsKeys("services.web.labels.a.b c:1 2\n3", "services.web.command.1");
  }

  @Test
  void placesThatCannotBeReadAreRefused() throws IOException {
    JsonObject json = CanonicalForm.toJson(load(SHOP));
    for (String damaged : List.of("x", "0", "0 0 1 1 1 9:a", "0 7 1 1 1 1:a", "2 0 1 1 1 1:a")) {
      json.getAsJsonObject("x-davit").addProperty("spans", damaged);
      assertThatThrownBy(() -> CanonicalForm.fromJson(json)).isInstanceOf(InvalidInput.class);
    }
  }

  /// Changes happen where a link leads; compose-spec develop.md#path.
  @Test
  void whatIsWatchedIsWhereLinksLead() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real")).toRealPath();
    Files.createSymbolicLink(directory.resolve("src"), real);
    Files.writeString(
        directory.resolve("compose.yaml"),
        "services: {web: {image: x, develop: {watch: [{path: src, action: rebuild}]}}}");
    LoadedProject loaded = ProjectLoader.load(LoadRequest.in(directory, Map.of()));
    assertThat(CanonicalForm.toYaml(loaded, ConfigOptions.ALL)).contains("- path: " + real + "\n");
  }

  @Test
  void theImageOfABuildIsNamedAfterProjectAndService() throws IOException {
    Project project = load("name: shop\nservices: {web: {build: .}, api: {build: ., image: a:1}}");
    assertThat(project.service("web").image()).isEqualTo("shop-web");
    assertThat(project.service("api").image()).isEqualTo("a:1");
  }

  @ParameterizedTest
  @CsvSource({
    "any, ALWAYS",
    "always, ALWAYS",
    "none, NO",
    "'\"no\"', NO",
    "on-failure, ON_FAILURE",
    "unless-stopped, UNLESS_STOPPED"
  })
  void theConditionOfADeploymentDecidesOnRestarts(
      String written, Service.RestartPolicy.Condition condition) throws IOException {
    Service web =
        load("""
                services:
                  web: {image: x, restart: always, deploy: {restart_policy: {condition: %s}}}
                """
                .formatted(written))
            .service("web");
    assertThat(web.lifecycle().restart().condition()).isEqualTo(condition);
  }

  @Test
  void namesInTheStyleOfCompose1AreKeptOnTheWire() throws IOException {
    LoadRequest request =
        LoadRequest.in(directory, Map.of("COMPOSE_COMPATIBILITY", "true"))
            .withName("shop")
            .withStdin("services: {web: {build: /src}}");
    Project project = ProjectLoader.load(request).project();
    assertThat(project.service("web").image()).isEqualTo("shop_web");
    assertThat(project.names().join("shop", "web", "1")).isEqualTo("shop_web_1");
    assertThat(CanonicalForm.fromJson(CanonicalForm.toJson(project)).names())
        .isEqualTo(NameStyle.UNDERSCORES);
  }
}

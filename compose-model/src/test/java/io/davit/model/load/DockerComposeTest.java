package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.davit.model.canonical.CanonicalForm;
import io.davit.model.canonical.ConfigOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same files through Docker Compose, where it is installed: `config` must say the same.
///
/// A case that differs on purpose says why in `docker-differs.txt`. Versions before 2.36 write
/// defaults that later ones leave out; both sides are compared without them.
class DockerComposeTest {
  private static Optional<DockerCompose> reference = Optional.empty();

  @TempDir Path directory;

  @BeforeAll
  static void find() throws IOException {
    reference = DockerCompose.installed();
  }

  static Stream<Case> models() throws IOException {
    return Case.all()
        .filter(one -> Files.exists(one.directory().resolve("expected.model.yaml")))
        .filter(one -> !Files.exists(one.directory().resolve("docker-differs.txt")));
  }

  @ParameterizedTest
  @MethodSource("models")
  void configSaysTheSame(Case one) throws IOException {
    assumeTrue(reference.isPresent(), "docker compose is not installed");
    LoadRequest request = one.request();
    List<String> arguments = new ArrayList<>();
    request.files().forEach(file -> arguments.addAll(List.of("-f", file)));
    request.profiles().forEach(profile -> arguments.addAll(List.of("--profile", profile)));
    request.projectName().ifPresent(name -> arguments.addAll(List.of("-p", name)));
    arguments.add("config");
    DockerCompose.Result result =
        reference
            .orElseThrow()
            .run(one.directory(), request.environment(), request.stdin().orElse(""), arguments);
    assertThat(result.exitCode()).as(result.errors()).isZero();
    String ours = CanonicalForm.toYaml(ProjectLoader.load(request), ConfigOptions.ALL);
    assertThat(withoutDefaults(ours)).isEqualTo(withoutDefaults(result.output()));
  }

  private static String withoutDefaults(String yaml) {
    return yaml.replace("          create_host_path: true\n", "")
        .replace("bind: {}\n", "bind:\n")
        .replace("mode: 256\n", "mode: \"0400\"\n");
  }

  /// As above for projects made at random.
  @Test
  void configSaysTheSameOfAnyProject() throws IOException {
    assumeTrue(reference.isPresent(), "docker compose is not installed");
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Files.writeString(directory.resolve("a.env"), "FROM_FILE=1\n");
    Map<String, String> environment = Map.of("HOME", "/root", "TOKEN", "secret");
    for (int i = 0; i < 40; i++) {
      String text = ComposeTexts.random(random);
      Files.writeString(directory.resolve("compose.yaml"), text);
      LoadRequest request = LoadRequest.in(directory, environment).withName("random");
      String ours = CanonicalForm.toYaml(ProjectLoader.load(request), ConfigOptions.ALL);
      DockerCompose.Result result =
          reference
              .orElseThrow()
              .run(directory, environment, "", List.of("-p", "random", "config"));
      assertThat(result.exitCode()).as(text + result.errors()).isZero();
      assertThat(withoutDefaults(ours))
          .as("seed %d:%n%s", seed, text)
          .isEqualTo(withoutDefaults(result.output()));
    }
  }

  @Test
  void interpolationGivesTheSame() throws IOException {
    assumeTrue(reference.isPresent(), "docker compose is not installed");
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    StringBuilder file = new StringBuilder("services:\n  web:\n    image: x\n    environment:\n");
    for (int i = 0; i < 300; i++) {
      file.append("      V%03d: '%s'\n".formatted(i, Templates.random(random, 3)));
    }
    Files.writeString(directory.resolve("compose.yaml"), file);
    Map<String, String> environment = Map.of("A", "aa", "B", "b b", "EMPTY", "");
    LoadRequest request = LoadRequest.in(directory, environment);
    String ours = CanonicalForm.toYaml(ProjectLoader.load(request), ConfigOptions.ALL);
    DockerCompose.Result result =
        reference.orElseThrow().run(directory, environment, "", List.of("config"));
    assertThat(result.exitCode()).as(result.errors()).isZero();
    assertThat(ours).as("seed %d of %s", seed, file).isEqualTo(result.output());
  }
}

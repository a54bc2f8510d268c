package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.davit.model.canonical.CanonicalForm;
import io.davit.model.canonical.ConfigOptions;
import io.davit.model.env.DotenvLines;
import io.davit.model.load.FlatTree.Difference;
import io.davit.model.yaml.Node.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same files through Docker Compose, where it is installed: `config` must say the same.
///
/// A case that differs on purpose has a `docker-differs.txt` of lines `PATH: REASON`. A path stands
/// for all that is below it, `*` for a file that Docker Compose refuses. A reason that is no longer
/// needed fails, too.
class DockerComposeTest {
  private static Optional<DockerCompose> reference = Optional.empty();

  @TempDir Path directory;

  @BeforeAll
  static void find() throws IOException {
    reference = DockerCompose.installed();
  }

  @Test
  void configSaysTheSameOfEveryCase() throws IOException {
    compareAll(DockerComposeTest::compared, List.of("docker-differs.txt"));
  }

  /// Merged, with its variables as they stand.
  @Test
  void unexpandedConfigSaysTheSameOfEveryCase() throws IOException {
    compareAll(
        DockerComposeTest::comparedUnexpanded,
        List.of("docker-differs.txt", "docker-differs-unexpanded.txt"));
  }

  private interface Comparison {
    List<Difference> of(Case one) throws IOException;
  }

  /// @param reasons names of files; one that no other comparison reads has needed reasons only
  private static void compareAll(Comparison comparison, List<String> reasons) throws IOException {
    assumeTrue(reference.isPresent(), "docker compose is not installed");
    int agreeing = 0;
    List<String> explained = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Case one : Case.valid().toList()) {
      List<Difference> differences = comparison.of(one);
      agreeing += differences.isEmpty() ? 1 : 0;
      List<Difference> left = new ArrayList<>(differences);
      for (String file : reasons) {
        reasons(one, file)
            .forEach(
                (path, reason) -> {
                  explained.add("%s: %s: %s".formatted(one, path, reason));
                  left.removeIf(difference -> covers(path, difference.path()));
                  if (file.equals(reasons.getLast())
                      && differences.stream().noneMatch(d -> covers(path, d.path()))) {
                    wrong.add("%s: %s agrees: remove it from %s".formatted(one, path, file));
                  }
                });
      }
      left.forEach(difference -> wrong.add(one + ": " + difference));
    }
    System.out.printf(
        "%d cases say the same as %s; these differ:%n%s%n",
        agreeing, reference.orElseThrow().version(), String.join("\n", explained));
    assertThat(wrong).isEmpty();
  }

  /// A `*` between dots stands for one name.
  private static boolean covers(String path, String difference) {
    String pattern = Pattern.quote(path).replace(".*.", ".\\E[^.]+\\Q.");
    return path.equals("*") ? difference.equals("*") : difference.matches(pattern + "([.\\[].*)?");
  }

  private static Map<String, String> reasons(Case one, String name) throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    Path file = one.directory().resolve(name);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int colon = line.indexOf(": ");
        reasons.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return reasons;
  }

  private static List<Difference> comparedUnexpanded(Case one) throws IOException {
    List<String> arguments = config(one);
    arguments.add("--no-interpolate");
    DockerCompose.Result theirs = run(one, arguments);
    if (theirs.exitCode() != 0) {
      return List.of(new Difference("*", "valid", theirs.errors().strip()));
    }
    Mapping project = ProjectLoader.loadUnexpanded(one.request()).canonical();
    return FlatTree.of(CanonicalForm.toYaml(project, ConfigOptions.UNEXPANDED))
        .pairs()
        .differences(FlatTree.of(theirs.output()).pairs(), FlatTree.NOTHING);
  }

  private static List<String> config(Case one) throws IOException {
    LoadRequest request = one.request();
    List<String> arguments = new ArrayList<>();
    request.flags().files().forEach(file -> arguments.addAll(List.of("-f", file)));
    request.flags().envFiles().forEach(file -> arguments.addAll(List.of("--env-file", file)));
    request.flags().profiles().forEach(profile -> arguments.addAll(List.of("--profile", profile)));
    request.flags().projectName().ifPresent(name -> arguments.addAll(List.of("-p", name)));
    arguments.add("config");
    return arguments;
  }

  private static List<Difference> compared(Case one) throws IOException {
    LoadRequest request = one.request();
    List<String> arguments = config(one);
    DockerCompose.Result yaml = run(one, arguments);
    if (yaml.exitCode() != 0) {
      return List.of(new Difference("*", "valid", yaml.errors().strip()));
    }
    FlatTree ours =
        FlatTree.of(CanonicalForm.toYaml(ProjectLoader.load(request), ConfigOptions.ALL));
    List<Difference> differences = ours.differences(FlatTree.of(yaml.output()), FlatTree.NOTHING);
    if (differences.isEmpty()) {
      return differences;
    }
    // Its writer of YAML loses the line feed that a text begins with; that of JSON does not.
    arguments.addAll(List.of("--format", "json"));
    FlatTree json = FlatTree.of(run(one, arguments).output());
    return ours.differences(FlatTree.of(yaml.output()), json);
  }

  private static DockerCompose.Result run(Case one, List<String> arguments) throws IOException {
    LoadRequest request = one.request();
    return reference
        .orElseThrow()
        .run(
            one.directory(),
            request.caller().environment(),
            request.caller().stdin().orElse(""),
            arguments);
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
      String text = ComposeTexts.old(random);
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

  /// The grammar of files of variables, in its examples.
  @Test
  void filesOfVariablesSayTheSame() throws IOException {
    assumeTrue(reference.isPresent(), "docker compose is not installed");
    StringBuilder file = new StringBuilder("services:\n");
    int count = 0;
    for (String text : DotenvLines.all().keySet()) {
      Files.writeString(directory.resolve(count + ".env"), text);
      file.append("  s%d: {image: x, env_file: %d.env}\n".formatted(count, count));
      count++;
    }
    Files.writeString(directory.resolve("compose.yaml"), file);
    Map<String, String> environment = Map.of("OUT", "outside", "HOME", "/root");
    LoadRequest request = LoadRequest.in(directory, environment).withName("dotenv");
    DockerCompose.Result result =
        reference
            .orElseThrow()
            .run(directory, environment, "", List.of("-p", "dotenv", "config", "--format", "json"));
    assertThat(result.exitCode()).as(result.errors()).isZero();
    FlatTree ours =
        FlatTree.of(CanonicalForm.toYaml(ProjectLoader.load(request), ConfigOptions.ALL));
    assertThat(ours.differences(FlatTree.of(result.output()), FlatTree.NOTHING))
        .filteredOn(difference -> difference.path().contains(".environment"))
        .isEmpty();
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

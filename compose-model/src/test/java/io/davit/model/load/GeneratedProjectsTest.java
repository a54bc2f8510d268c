package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.canonical.CanonicalForm;
import io.davit.model.canonical.ConfigOptions;
import io.davit.model.canonical.ServiceDeclaration;
import io.davit.model.report.Problems;
import io.davit.model.schema.Place;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.SourceText;
import io.davit.model.yaml.YamlReader;
import io.davit.problem.InvalidProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What must hold for every project, tried on many made at random.
class GeneratedProjectsTest {
  private static final int PROJECTS = 150;

  @TempDir Path directory;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @BeforeEach
  void files() throws IOException {
    Files.writeString(directory.resolve("a.env"), "FROM_FILE=1\n");
  }

  private LoadRequest request(String text) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), text);
    return LoadRequest.in(directory, Map.of("HOME", "/root", "TOKEN", "secret"));
  }

  private interface Property {
    void check(String text) throws IOException;
  }

  private void forAll(Property property) throws IOException {
    forAll(ComposeTexts::random, property);
  }

  private void forAll(Function<Random, String> texts, Property property) throws IOException {
    for (int i = 0; i < PROJECTS; i++) {
      String text = texts.apply(random);
      try {
        property.check(text);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed %d:\n%s".formatted(seed, text), e);
      }
    }
  }

  @Test
  void theWireFormLosesNothing() throws IOException {
    forAll(
        text -> {
          Project project = ProjectLoader.load(request(text)).project();
          assertThat(CanonicalForm.fromJson(CanonicalForm.toJson(project))).isEqualTo(project);
        });
  }

  @Test
  void theConfigMeansTheSame() throws IOException {
    forAll(
        text -> {
          LoadedProject loaded = ProjectLoader.load(request(text));
          String config = CanonicalForm.toYaml(loaded, ConfigOptions.ALL);
          LoadedProject again = ProjectLoader.load(request(config));
          assertThat(CanonicalForm.toYaml(again, ConfigOptions.ALL)).isEqualTo(config);
          loaded
              .project()
              .services()
              .forEach(
                  (name, service) ->
                      assertThat(CanonicalForm.serviceTree(again.project().service(name)))
                          .isEqualTo(CanonicalForm.serviceTree(service)));
        });
  }

  @Test
  void mergingAFileWithItselfChangesNothing() throws IOException {
    forAll(
        ComposeTexts::repeatable,
        text -> {
          LoadRequest once = request(text);
          LoadRequest twice = once.withFiles(List.of("compose.yaml", "compose.yaml"));
          assertThat(CanonicalForm.toYaml(ProjectLoader.load(twice), ConfigOptions.ALL))
              .isEqualTo(CanonicalForm.toYaml(ProjectLoader.load(once), ConfigOptions.ALL));
        });
  }

  @Test
  void equalServicesHaveEqualHashes() throws IOException {
    forAll(
        text -> {
          Project project = ProjectLoader.load(request(text)).project();
          Project same = CanonicalForm.fromJson(CanonicalForm.toJson(project));
          project
              .services()
              .forEach(
                  (name, service) ->
                      assertThat(hash(project, service)).isEqualTo(hash(same, same.service(name))));
        });
  }

  /// Two files may contradict each other; then that is told.
  @Test
  void whatTwoFilesSayTogetherCanBeSaidInOne() throws IOException {
    AtomicInteger valid = new AtomicInteger();
    forAll(
        text -> {
          Files.writeString(directory.resolve("override.yaml"), ComposeTexts.random(random));
          LoadRequest both = request(text).withFiles(List.of("compose.yaml", "override.yaml"));
          try {
            LoadedProject loaded = ProjectLoader.load(both);
            String config = CanonicalForm.toYaml(loaded, ConfigOptions.ALL);
            ProjectLoader.loadUnexpanded(both);
            assertThat(CanonicalForm.toYaml(ProjectLoader.load(request(config)), ConfigOptions.ALL))
                .isEqualTo(config);
            valid.incrementAndGet();
          } catch (InvalidProject e) {
            assertThat(e.problems()).isNotEmpty();
          }
        });
    assertThat(valid.get()).isGreaterThan(PROJECTS / 10);
  }

  @Test
  void itDoesNotMatterWhichOfThreeFilesAreMergedFirst() throws IOException {
    forAll(
        text -> {
          Mapping first = canonical(text);
          Mapping second = canonical(ComposeTexts.random(random));
          Mapping third = canonical(ComposeTexts.random(random));
          assertThat(yaml(over(over(first, second), third)))
              .isEqualTo(yaml(over(first, over(second, third))));
        });
  }

  private static Mapping over(Mapping base, Mapping override) {
    return (Mapping) ProjectShape.shape().merge(base, override);
  }

  private static Mapping canonical(String text) {
    Problems problems = new Problems();
    Node root = YamlReader.read(new SourceText("compose.yaml", text), problems).getFirst();
    Place place = Place.root(Place.Reading.PART, problems);
    return (Mapping) ProjectShape.shape().apply(root, place).orElseThrow();
  }

  private static String yaml(Mapping project) {
    return CanonicalForm.toYaml(project, ConfigOptions.UNEXPANDED);
  }

  private static String hash(Project project, Service service) {
    JsonObject services = CanonicalForm.toJson(project).getAsJsonObject("services");
    JsonObject declared = services.getAsJsonObject(service.name());
    return ServiceDeclaration.of(project, service, declared).hash();
  }
}

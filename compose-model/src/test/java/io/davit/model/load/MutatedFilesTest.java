package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.model.canonical.CanonicalForm;
import io.davit.model.canonical.ConfigOptions;
import io.davit.model.report.ProblemText;
import io.davit.model.report.SourceLines;
import io.davit.problem.InvalidProject;
import io.davit.problem.Problem;
import io.davit.problem.SourceSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of the corpus, damaged at random. Whatever the damage: a project or problems come out,
/// never an exception; each problem has a place within its file; what `config` shows of a project
/// means the same again.
///
/// The usual run damages the same files in the same way for the same commit. A search for more,
/// `-Ddavit.mutations=20000`, takes a new seed each time; `-Ddavit.seed=N` repeats one.
class MutatedFilesTest {
  private static final int USUAL = 2_000;
  private static final int MUTATIONS = Integer.getInteger("davit.mutations", USUAL);

  private final long seed =
      Long.getLong("davit.seed", MUTATIONS == USUAL ? 1 : new Random().nextLong());
  private final Random random = new Random(seed);

  private static final String VALID =
      """
      name: damaged
      services:
        web: &web
          image: web:${TAG:-1}
          env_file: [app.env]
          environment: {A: "${A}", B: "${B:-b}"}
          ports: ["80:80", "8000-8002:8000-8002"]
          volumes: ["data:/data", "./conf:/etc/app:ro"]
          depends_on: [db]
        db: {<<: *web, image: db, depends_on: [], deploy: {resources: {limits: {memory: 1g}}}}
      volumes: {data: }
      """;

  private static final String VARIABLES =
      """
      # comment
      TAG=1.0
      export A="a ${TAG}
      second line" # comment
      B='single $A'
      C=${D:-${A}} #comment
      LONE
      E.F=\\n\\t\\"
      """;

  private record Original(Case one, String text) {}

  @Test
  void damagedFilesGiveAProjectOrProblemsWithPlaces() throws IOException {
    System.out.printf("%d damaged files, seed %d%n", MUTATIONS, seed);
    List<Original> originals = originals();
    int valid = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Original original = originals.get(random.nextInt(originals.size()));
      String other = originals.get(random.nextInt(originals.size())).text();
      String text = Mutations.mutated(original.text(), other, random);
      try {
        valid += loads(original.one(), text) ? 1 : 0;
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        throw new AssertionError("seed %d, %s:%n%s".formatted(seed, original.one(), text), e);
      }
    }
    assertThat(valid).as("some damage does no harm").isPositive();
  }

  /// What a valid file is merged with, or made from: the damage is in another file.
  @Test
  void damagedOverridesAndEnvironmentsGiveAProjectOrProblemsWithPlaces(@TempDir Path directory)
      throws IOException {
    List<Original> originals = originals();
    Files.writeString(directory.resolve("compose.yaml"), VALID);
    LoadRequest request = LoadRequest.in(directory, Map.of("HOME", "/home/ann"));
    int valid = 0;
    for (int i = 0; i < MUTATIONS / 4; i++) {
      String override = originals.get(random.nextInt(originals.size())).text();
      String other = originals.get(random.nextInt(originals.size())).text();
      Map<String, String> files =
          Map.of(
              "compose.override.yaml", Mutations.mutated(override, other, random),
              ".env", Mutations.mutated(VARIABLES, override, random),
              "app.env", Mutations.mutated(VARIABLES, other, random));
      for (Map.Entry<String, String> file : files.entrySet()) {
        String text = Mutations.withLineEnds(file.getValue(), random);
        Files.write(directory.resolve(file.getKey()), text.getBytes(StandardCharsets.UTF_8));
      }
      try {
        valid += overrides(request) ? 1 : 0;
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        throw new AssertionError("seed %d:%n%s".formatted(seed, files), e);
      }
    }
    assertThat(valid).as("some damage does no harm").isPositive();
  }

  private static boolean overrides(LoadRequest request) {
    try {
      check(ProjectLoader.load(request).warnings(), request);
      return true;
    } catch (InvalidProject e) {
      assertThat(e.problems()).isNotEmpty();
      check(e.problems(), request);
      return false;
    }
  }

  private static List<Original> originals() throws IOException {
    List<Original> originals = new ArrayList<>();
    for (Case one : Case.all().toList()) {
      try (Stream<Path> files = Files.list(one.directory())) {
        for (Path file : files.sorted().toList()) {
          String name = file.getFileName().toString();
          if (name.contains("compose") && name.endsWith("ml")) {
            originals.add(new Original(one, Files.readString(file)));
          }
        }
      }
    }
    return originals;
  }

  private static boolean loads(Case one, String text) throws IOException {
    LoadRequest request = request(one, text);
    LoadedProject loaded;
    try {
      loaded = ProjectLoader.load(request);
    } catch (InvalidProject e) {
      assertThat(e.problems()).isNotEmpty();
      check(e.problems(), request);
      return false;
    }
    check(loaded.warnings(), request);
    loadUnexpanded(request);
    String config = CanonicalForm.toYaml(loaded, ConfigOptions.ALL);
    LoadedProject again = ProjectLoader.load(request(one, config));
    assertThat(CanonicalForm.toYaml(again, ConfigOptions.ALL)).isEqualTo(config);
    return true;
  }

  /// A variable may name a file: then there is none of its name.
  private static void loadUnexpanded(LoadRequest request) {
    try {
      ProjectLoader.loadUnexpanded(request);
    } catch (InvalidProject e) {
      check(e.problems(), request);
    }
  }

  /// With a name, and without env files of flags, whose absence has no place in the file.
  private static LoadRequest request(Case one, String text) throws IOException {
    LoadRequest request = LoadRequest.in(one.directory(), one.request().caller().environment());
    return request.withStdin(text).withName("damaged");
  }

  private static void check(List<Problem> problems, LoadRequest request) {
    SourceLines lines =
        SourceLines.of(request.caller().workingDirectory(), request.caller().stdin());
    for (Problem problem : problems) {
      assertThat(problem.where()).as(problem.what()).isInstanceOf(SourceSpan.class);
      SourceSpan span = (SourceSpan) problem.where();
      String line = lines.line(span.file(), span.line()).orElse("");
      assertThat(span.column())
          .as(problem.toString())
          .isBetween(1, line.codePointCount(0, line.length()) + 1);
      assertThat(ProblemText.render(problem, lines)).contains(problem.what());
    }
  }
}

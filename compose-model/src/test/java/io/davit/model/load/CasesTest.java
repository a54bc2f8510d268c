package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.davit.model.canonical.CanonicalForm;
import io.davit.model.canonical.ConfigOptions;
import io.davit.model.report.ProblemText;
import io.davit.model.report.SourceLines;
import io.davit.problem.Failure;
import io.davit.problem.InvalidProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every directory below `cases` is a compose file and what becomes of it: `expected.model.yaml`
/// and, when there are warnings, `expected.warnings.txt`, and when something is not honoured,
/// `expected.unhonoured.txt`; or `expected.problems.txt`.
class CasesTest {
  private static final Pattern FORBIDDEN_IN_YAML = Pattern.compile("[\\x7f-\\x9f]");
  private static final String ARCHITECTURE = System.getProperty("os.arch", "");

  /// What is not honoured depends on the machine: that of the golden files is this one.
  @BeforeAll
  static void readOnAnAmd64Machine() {
    System.setProperty("os.arch", "amd64");
  }

  @AfterAll
  static void readOnThisMachine() {
    System.setProperty("os.arch", ARCHITECTURE);
  }

  static Stream<Case> cases() throws IOException {
    return Case.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theModelOrTheProblemsAreThoseExpected(Case one) throws IOException {
    LoadRequest request = one.request();
    SourceLines lines =
        SourceLines.of(request.caller().workingDirectory(), request.caller().stdin());
    try {
      LoadedProject loaded = ProjectLoader.load(request);
      one.expect("expected.model.yaml", CanonicalForm.toYaml(loaded, ConfigOptions.ALL));
      one.expect("expected.warnings.txt", ProblemText.render(loaded.warnings(), lines));
      one.expect("expected.unhonoured.txt", ProblemText.render(loaded.unhonoured(), lines));
      one.expect("expected.problems.txt", "");
    } catch (InvalidProject e) {
      one.expect("expected.problems.txt", ProblemText.render(e.problems(), lines));
      one.expect("expected.model.yaml", "");
    } catch (Failure e) {
      one.expect("expected.problems.txt", e.describe() + "\n");
      one.expect("expected.model.yaml", "");
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theWireFormLosesNothing(Case one) throws IOException {
    Optional<LoadedProject> loaded = one.loaded();
    if (loaded.isPresent()) {
      var project = loaded.get().project();
      assertThat(CanonicalForm.fromJson(CanonicalForm.toJson(project))).isEqualTo(project);
    }
  }

  /// What `config` prints is a compose file that means the same.
  @ParameterizedTest
  @MethodSource("cases")
  void theModelLoadedAgainIsTheSame(Case one) throws IOException {
    Optional<LoadedProject> loaded = one.loaded();
    if (loaded.isPresent()) {
      String text = CanonicalForm.toYaml(loaded.get(), ConfigOptions.ALL);
      LoadedProject again = ProjectLoader.load(one.request().withStdin(text));
      assertThat(CanonicalForm.toYaml(again, ConfigOptions.ALL)).isEqualTo(text);
    }
  }

  /// What `config --format json` prints is a compose file, too: JSON is YAML, but for characters
  /// that only YAML forbids or folds.
  @ParameterizedTest
  @MethodSource("cases")
  void theJsonLoadedAgainIsTheSame(Case one) throws IOException {
    Optional<LoadedProject> loaded = one.loaded();
    if (loaded.isPresent()) {
      JsonObject json = CanonicalForm.toJson(loaded.get().canonical(), ConfigOptions.ALL);
      String text = new GsonBuilder().serializeNulls().create().toJson(json);
      String yaml =
          FORBIDDEN_IN_YAML
              .matcher(text)
              .replaceAll(c -> "\\\\u%04x".formatted((int) c.group().charAt(0)));
      LoadRequest again = one.request().withStdin(yaml);
      assertThat(CanonicalForm.toJson(ProjectLoader.load(again).canonical(), ConfigOptions.ALL))
          .isEqualTo(json);
    }
  }

  @Test
  void everyDirectoryIsACase() throws IOException {
    try (Stream<Case> cases = Case.all()) {
      cases.forEach(
          one -> {
            boolean model = Files.exists(one.directory().resolve("expected.model.yaml"));
            boolean problems = Files.exists(one.directory().resolve("expected.problems.txt"));
            if (model == problems) {
              fail("%s needs an expected model or expected problems".formatted(one));
            }
          });
    }
    assertThat(Path.of("src/test/resources/cases")).isDirectory();
  }
}

package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.model.report.ProblemText;
import io.davit.model.report.SourceLines;
import io.davit.problem.InvalidProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The mistakes below `mistakes`, and what Davit says of them, are docs/errors.md. The first line
/// of each is its title. `-Dgolden.update=true` writes the page anew.
class ErrorGalleryTest {
  private static final Path PAGE = Path.of("../docs/errors.md");
  private static final String HEAD =
      """
      # What Davit says of frequent mistakes

      `davit config` tells everything that is wrong with all files at once, in their order: the place, the line with a mark
      below what is meant, and what to do. This page is made by a test, ErrorGalleryTest; its files are the module
      compose-model's test resources.
      """;

  @TempDir Path directory;

  @Test
  void thePageShowsWhatIsSaid() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/mistakes"))) {
      List<Path> mistakes = files.sorted().toList();
      assertThat(mistakes).hasSizeGreaterThanOrEqualTo(20);
      for (Path mistake : mistakes) {
        page.append(section(Files.readString(mistake)));
      }
    }
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
  }

  private String section(String mistake) throws IOException {
    int end = mistake.indexOf('\n');
    String text = mistake.substring(end + 1);
    Files.writeString(directory.resolve("compose.yaml"), text);
    return "\n## %s\n\n```yaml\n%s```\n\n```text\n%s```\n"
        .formatted(
            mistake.substring(2, end),
            text,
            said().replace(directory.toString(), "/home/ann/shop"));
  }

  private String said() {
    LoadRequest request = LoadRequest.in(directory, Map.of("HOME", "/home/ann")).withName("shop");
    SourceLines lines = SourceLines.of(directory, Optional.empty());
    try {
      return ProblemText.render(ProjectLoader.load(request).warnings(), lines);
    } catch (InvalidProject e) {
      return ProblemText.render(e.problems(), lines);
    }
  }
}

package io.davit.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.model.report.Problems;
import io.davit.problem.SourceSpan;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
  /// It was counted as a character of the line, behind which the error then stood.
  @Test
  void aBareCarriageReturnEndsTheLastLine() {
    Problems problems = new Problems();

    YamlReader.read(new SourceText("compose.yaml", "web: {image:\r"), problems);

    assertThat(problems.sorted().getFirst().where())
        .isEqualTo(new SourceSpan("compose.yaml", 2, 1, 1));
  }
}

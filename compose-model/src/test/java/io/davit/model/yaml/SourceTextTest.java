package io.davit.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.problem.SourceSpan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTextTest {
  /// A bare carriage return ended no line here: a variable behind one was shown a line too early,
  /// in a column that the line does not have.
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void aVariableIsFoundInTheLineThatAnEditorShows(String end) {
    String value = "one ${X} ${X}";
    SourceText source =
        new SourceText("compose.yaml", String.join(end, "# ${X}", "", "key:", "  🚢: " + value));
    SourceSpan scalar = new SourceSpan("compose.yaml", 4, 6, value.length());

    assertThat(source.within(scalar, value, value.lastIndexOf("${X}"), 4))
        .isEqualTo(new SourceSpan("compose.yaml", 4, 15, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void aCharacterIsFoundInTheLineThatAnEditorShows(String end) {
    SourceText source = new SourceText("compose.yaml", "a" + end + end + "🚢: \u0007");

    assertThat(source.of('\u0007')).isEqualTo(new SourceSpan("compose.yaml", 3, 4, 1));
  }
}

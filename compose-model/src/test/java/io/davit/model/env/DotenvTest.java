package io.davit.model.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.model.interpolate.Variables;
import io.davit.model.report.Problems;
import io.davit.model.yaml.SourceText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DotenvTest {
  private final Problems problems = new Problems();

  private Map<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    Dotenv.parse(new SourceText(".env", text), Variables.of(Map.of("OUT", "outside")), problems)
        .forEach((name, assignment) -> values.put(name, assignment.value()));
    return values;
  }

  @Test
  void everyFormOfAnAssignment() {
    assertThat(
            parse(
                """
                \uFEFF# comment
                A=1
                  export B = two words # comment
                C: yaml
                D='single $A \\n'
                E="double\\t$A \\$A"
                F=
                G=a#b
                OUT
                ABSENT
                H="one
                two"   # after
                I='#'
                J=${A}${B:-x}
                OUT2=${OUT}
                """))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("A", "1"),
                Map.entry("B", "two words"),
                Map.entry("C", "yaml"),
                Map.entry("D", "single $A \\n"),
                Map.entry("E", "double\t1 $A"),
                Map.entry("F", ""),
                Map.entry("G", "a#b"),
                Map.entry("OUT", "outside"),
                Map.entry("H", "one\ntwo"),
                Map.entry("I", "#"),
                Map.entry("J", "1two words"),
                Map.entry("OUT2", "outside")));
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void theEnvironmentWinsOverEarlierLines() {
    assertThat(parse("OUT=file\nX=$OUT\n")).containsEntry("X", "outside");
  }

  @Test
  void windowsLineEndsAreLineEnds() {
    assertThat(parse("A=1\r\nB=2\r\n")).isEqualTo(Map.of("A", "1", "B", "2"));
  }

  @Test
  void everyValueKnowsItsPlace() {
    Map<String, Dotenv.Assignment> assignments =
        Dotenv.parse(
            new SourceText("a.env", "A=1\n\n B=two\n"),
            name -> java.util.Optional.empty(),
            problems);
    assertThat(assignments.values())
        .extracting(assignment -> assignment.source().describe())
        .containsExactly("a.env:1:3", "a.env:3:4");
  }
}

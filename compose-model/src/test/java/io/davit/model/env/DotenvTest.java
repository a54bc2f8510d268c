package io.davit.model.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.model.interpolate.Variables;
import io.davit.model.report.Problems;
import io.davit.model.yaml.SourceText;
import io.davit.problem.Problem;
import io.davit.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DotenvTest {
  private final Problems problems = new Problems();

  /// Such a file is one line to the grammar, but not to who reads the message.
  @Test
  void anErrorBehindABareCarriageReturnStandsInTheLineThatAnEditorShows() {
    parse("\rA=${");

    assertThat(problems.sorted().getFirst().where()).isEqualTo(new SourceSpan(".env", 2, 3, 2));
  }

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

  static Set<Map.Entry<String, String>> lines() {
    return DotenvLines.all().entrySet();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyRuleOfTheGrammar(Map.Entry<String, String> line) {
    String said =
        new TreeMap<>(parse(line.getKey()))
            .entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .collect(Collectors.joining("|"));
    assertThat(said).isEqualTo(line.getValue());
    assertThat(problems.hasErrors()).isFalse();
  }

  /// Docker Compose reads `=1` and a key alone at the very end as a variable without a name.
  @Test
  void aVariableHasAName() {
    assertThat(parse("OUT")).isEqualTo(Map.of("OUT", "outside"));
    assertThat(parse("=1\n")).isEmpty();
    assertThat(problems.sorted())
        .extracting(Problem::what)
        .containsExactly("a variable's name cannot begin with \"=\"");
  }

  @Test
  void whatIsNoAssignmentIsRefusedWhereItStands() {
    parse("A B=1\nB,C=2\nD='a'b'c'\nE=\"open\nF=1\n");
    assertThat(problems.sorted())
        .extracting(problem -> problem.where().describe() + " " + problem.what())
        .containsExactly(
            ".env:1:1 a variable's name cannot contain a space: \"A B\"",
            ".env:2:2 \",\" stands where the \"=\" of \"B\" is expected",
            ".env:3:6 \"b'c'\" stands after the closing quote, and is read as a variable of its own",
            ".env:3:7 \"'\" stands where the \"=\" of \"b\" is expected",
            ".env:4:3 a quote that is not closed");
  }

  @Test
  void theFormatRawTakesLinesAsTheyStand() {
    Map<String, String> values = new LinkedHashMap<>();
    String text = "\uFEFFA=\"1\" # $OUT\\n\n  B= x \r\n# C=1\n\nOUT\nNONE\nD=\n";
    Dotenv.parseRaw(new SourceText("raw", text), Variables.of(Map.of("OUT", "outside")), problems)
        .forEach((name, assignment) -> values.put(name, assignment.value()));
    assertThat(values)
        .isEqualTo(Map.of("A", "\"1\" # $OUT\\n", "B", " x ", "OUT", "outside", "D", ""));
    Dotenv.parseRaw(new SourceText("raw", "A B=1\n=2\n"), name -> Optional.empty(), problems);
    assertThat(problems.sorted()).hasSize(2);
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
            new SourceText("a.env", "A=1\n\n B=two\n"), name -> Optional.empty(), problems);
    assertThat(assignments.values())
        .extracting(assignment -> assignment.source().describe())
        .containsExactly("a.env:1:3", "a.env:3:4");
  }
}

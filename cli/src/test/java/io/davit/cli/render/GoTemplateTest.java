package io.davit.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.davit.problem.InvalidInput;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The subset of Go's templates, with Go's results.
final class GoTemplateTest {
  private static final JsonElement DOT =
      JsonParser.parseString(
          """
          {"Name":"web","N":3,"Zero":0,"Empty":"","Up":true,"Labels":{"a":"1","b.c":"2"},
           "Ports":[{"P":80},{"P":443}],"None":[],"Words":["x","y"],"State":{"Code":7}}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '^',
      value = {
        "plain text | plain text",
        "{{.Name}} | web",
        "{{ .Name }}-{{.N}} | web-3",
        "{{.State.Code}} | 7",
        "{{json .Labels}} | {\"a\":\"1\",\"b.c\":\"2\"}",
        "{{json .Name}} | \"web\"",
        "{{upper .Name}} | WEB",
        "{{lower \"ABC\"}} | abc",
        "{{title .Name}} | Web",
        "{{.Words}} | [x y]",
        "{{.Labels}} | map[a:1 b.c:2]",
        "{{join .Words \", \"}} | x, y",
        "{{index .Labels \"b.c\"}} | 2",
        "{{index .Words 1}} | y",
        "{{len .Ports}} | 2",
        "{{range .Ports}}[{{.P}}]{{end}} | [80][443]",
        "{{range .None}}x{{else}}none{{end}} | none",
        "{{if .Up}}yes{{else}}no{{end}} | yes",
        "{{if .Zero}}yes{{else}}no{{end}} | no",
        "{{if .Empty}}yes{{end}}done | done",
        "{{if eq .Name \"web\"}}w{{end}} | w",
        "{{if not .Up}}w{{else}}v{{end}} | v",
        "{{if or .Empty .Name}}w{{end}} | w",
        "{{if and .Name .Zero}}w{{else}}v{{end}} | v",
        "{{truncate .Name 2}} | we",
        "{{/* a comment */}}x | x",
        "a {{- .Name -}} b | awebb",
        "{{\"quoted }\"}} | quoted }",
        "{{range .Ports}}{{if eq .P 80}}a{{else}}b{{end}}{{end}} | ab",
      })
  void printsWhatGoPrints(String template, String expected) {
    assertThat(GoTemplate.parse(template).apply(DOT)).isEqualTo(expected);
  }

  @Test
  void pipesAndTabs() {
    assertThat(GoTemplate.parse("{{.Name | upper | json}}").apply(DOT)).isEqualTo("\"WEB\"");
    assertThat(GoTemplate.parse("{{.Name}}\\t{{.N}}\\n").apply(DOT)).isEqualTo("web\t3\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{.Name",
        "{{.Nmae}}",
        "{{range .Ports}}",
        "{{end}}",
        "{{else}}",
        "{{nothing .Name}}",
        "{{.Name .N}}",
        "{{if}}x{{end}}",
        "{{json}}",
        "{{index .Words 9}}",
        "{{\"open}}",
        "{{(.Name)}}",
        "{{.Name | }}"
      })
  void refusesWhatIsNoTemplate(String template) {
    assertThatThrownBy(() -> GoTemplate.parse(template).apply(DOT))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("invalid template: ");
  }

  @Test
  void namesTheFieldsThatThereAre() {
    assertThatThrownBy(() -> GoTemplate.parse("{{.State.Cdoe}}").apply(DOT))
        .hasMessage("invalid template: there is no field \"Cdoe\"; there are Code");
  }

  @Test
  void headersAreTheColumnsOrTheFieldsName() {
    GoTemplate template = GoTemplate.parse("{{.ID}}\t{{json .PublishedPort}}\t{{.State.Code}}");
    assertThat(template.headers(Listing.columns("ID", "CONTAINER ID")))
        .isEqualTo("CONTAINER ID\tPUBLISHED PORT\tCODE");
  }

  @Test
  void anyTextIsATemplateOrAnInvalidInput() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String[] pieces = {
      "{{", "}}", ".Name", "json", "|", "range", ".Ports", "end", "if", "\"", " ", "x", "-", "(",
      ".", "index", "1"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(9); k >= 0; k--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        GoTemplate.parse(text.toString()).apply(DOT);
      } catch (InvalidInput e) {
        assertThat(e.what()).as("seed " + seed + ": " + text).startsWith("invalid template: ");
      }
    }
  }

  @Test
  void textWithoutBracesIsItself() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(20); k > 0; k--) {
        text.append((char) (' ' + random.nextInt('Z' - ' ')));
      }
      assertThat(GoTemplate.parse(text.toString()).apply(DOT))
          .as("seed " + seed)
          .isEqualTo(text.toString());
    }
  }
}

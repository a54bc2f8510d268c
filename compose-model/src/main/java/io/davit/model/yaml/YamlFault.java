package io.davit.model.yaml;

import io.davit.problem.SourceSpan;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// A YAML parser's complaint in words that help.
record YamlFault(String what, SourceSpan where, String fix) {
  static YamlFault of(MarkedYAMLException e, Positions positions) {
    String problem = String.valueOf(e.getProblem());
    Mark at = e.getProblemMark();
    Mark begun = e.getContextMark();
    if (problem.contains("(TAB)")) {
      return new YamlFault(
          "a tab stands in the indentation",
          where(at, positions),
          "indent with spaces: YAML forbids tabs there");
    }
    if (problem.contains("mapping values are not allowed")) {
      return new YamlFault(
          "a \":\" stands where no key can be",
          where(at, positions),
          "quote the value if it contains \": \", else check the indentation of this line");
    }
    if (problem.contains("expected <block end>")) {
      return new YamlFault(
          "this line fits no level of the lines above it%s".formatted(line(begun)),
          where(at, positions),
          "indent it like the other lines of its level");
    }
    if (problem.contains("could not find expected ':'")) {
      return new YamlFault(
          "this is neither a key nor a value",
          where(begun == null ? at : begun, positions),
          "write \"key: value\", with a space after the colon");
    }
    if (problem.contains("found unexpected end of stream")) {
      return new YamlFault(
          "a quote is never closed",
          where(begun == null ? at : begun, positions),
          "close it at the end of the value");
    }
    if (problem.contains("expected ',' or")) {
      String bracket = problem.contains("']'") ? "[" : "{";
      return new YamlFault(
          "the \"%s\"%s is not closed".formatted(bracket, line(begun)),
          where(at, positions),
          "close it, and separate its parts with commas");
    }
    if (problem.contains("cannot start any token")) {
      return new YamlFault(
          "a value cannot begin with this character",
          where(at, positions),
          "quote the value: YAML reserves the character");
    }
    return new YamlFault(
        "this is not YAML: " + problem.replace('\n', ' '),
        where(at == null ? begun : at, positions),
        "check the indentation, quotes and brackets here");
  }

  private static String line(@Nullable Mark mark) {
    return mark == null ? "" : " (begun on line %d)".formatted(mark.getLine() + 1);
  }

  private static SourceSpan where(@Nullable Mark mark, Positions positions) {
    return mark == null ? positions.start() : positions.at(mark, 1);
  }
}

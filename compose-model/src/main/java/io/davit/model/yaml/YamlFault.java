package io.davit.model.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// A YAML parser's complaint in words that help.
final class YamlFault {
  private YamlFault() {}

  static String describe(MarkedYAMLException e) {
    String problem = String.valueOf(e.getProblem());
    String context = e.getContext();
    String text = context == null ? problem : problem + " " + context;
    return text.replace('\n', ' ').strip();
  }

  static String fix(MarkedYAMLException e, SourceText source, @Nullable Mark mark) {
    String problem = String.valueOf(e.getProblem());
    if (problem.contains("'\\t(TAB)'")) {
      return "indent with spaces: YAML forbids tabs there";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "quote the value if it contains \": \", and check the indentation of this line";
    }
    if (problem.contains("expected <block end>")) {
      return "align this line with the ones of the same level above it";
    }
    if (problem.contains("could not find expected ':'")) {
      return "write \"key: value\", with a space after the colon";
    }
    if (problem.contains("found unexpected end of stream")) {
      return "close the quote that is open";
    }
    if (problem.contains("cannot start any token")) {
      return "quote the value: it begins with a character that YAML reserves";
    }
    if (problem.contains("expected ',' or")) {
      return "close the \"[\" or \"{\", and separate its parts with commas";
    }
    String near = mark == null ? "" : lineAt(source, mark.getLine()).strip();
    return near.isEmpty()
        ? "check the lines above for an open quote or bracket"
        : "check the indentation, quotes and brackets of \"%s\"".formatted(near);
  }

  private static String lineAt(SourceText source, int line) {
    return source.text().lines().skip(line).findFirst().orElse("");
  }
}

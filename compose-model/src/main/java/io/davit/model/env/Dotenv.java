package io.davit.model.env;

import io.davit.model.interpolate.Template;
import io.davit.model.interpolate.TemplateFault;
import io.davit.model.interpolate.Variables;
import io.davit.model.report.Problems;
import io.davit.model.yaml.SourceText;
import io.davit.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the variables of one file. The grammar is that of Docker Compose: `KEY=VALUE` or `KEY:
/// VALUE`, perhaps after `export`; single quotes are literal; double quotes know backslashes and
/// variables and may span lines; `#` begins a comment at the line's start or after a space; a key
/// alone takes the value of the variable of that name. A value may use the file's earlier keys, and
/// the environment wins over them. Lines end with or without a carriage return; one inside quotes
/// stays.
public final class Dotenv {
  private final SourceText source;
  private final String text;
  private final Variables environment;
  private final Problems problems;
  private final Map<String, Assignment> assignments = new LinkedHashMap<>();
  private int at;

  /// @param source where the value stands, or the key when the value is empty
  public record Assignment(String value, SourceSpan source) {}

  private Dotenv(SourceText source, Variables environment, Problems problems) {
    this.source = source;
    this.text = source.text();
    this.environment = environment;
    this.problems = problems;
  }

  public static Map<String, Assignment> parse(
      SourceText source, Variables environment, Problems problems) {
    Dotenv file = new Dotenv(source, environment, problems);
    file.readAll();
    return file.assignments;
  }

  /// The format `raw`: each line is `KEY=VALUE` as it stands; lines that begin with `#` are
  /// comments.
  public static Map<String, Assignment> parseRaw(
      SourceText source, Variables environment, Problems problems) {
    Map<String, Assignment> assignments = new LinkedHashMap<>();
    int number = 0;
    for (String line : source.text().lines().toList()) {
      number++;
      String stripped = line.stripLeading();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      int equals = stripped.indexOf('=');
      String key = equals < 0 ? stripped.strip() : stripped.substring(0, equals);
      int column = line.length() - stripped.length() + 1;
      SourceSpan where = new SourceSpan(source.file(), number, column, stripped.length());
      if (key.isEmpty() || key.chars().anyMatch(Character::isWhitespace)) {
        problems.error(
            "\"%s\" has no variable's name before the \"=\"".formatted(stripped),
            where,
            "write KEY=VALUE without spaces in the key");
      } else if (equals >= 0) {
        assignments.put(key, new Assignment(stripped.substring(equals + 1), where));
      } else {
        environment.get(key).ifPresent(v -> assignments.put(key, new Assignment(v, where)));
      }
    }
    return assignments;
  }

  private void readAll() {
    at = text.startsWith("\uFEFF") ? 1 : 0;
    while (skipToStatement()) {
      readStatement();
      skipLine();
    }
  }

  private boolean skipToStatement() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        skipLine();
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
  }

  private void readStatement() {
    if (text.startsWith("export", at) && at + 6 < text.length() && isBlank(text.charAt(at + 6))) {
      at += 6;
      skipBlanks();
    }
    int keyStart = at;
    while (at < text.length() && isKeyPart(text.charAt(at))) {
      at++;
    }
    String key = text.substring(keyStart, at);
    skipBlanks();
    char next = at < text.length() ? text.charAt(at) : '\n';
    if (key.isEmpty() || (next != '=' && next != ':' && next != '\n' && next != '#')) {
      problems.error(
          key.isEmpty()
              ? "a variable's name cannot begin with \"%s\"".formatted(next)
              : "\"%s\" stands where the \"=\" of \"%s\" is expected".formatted(next, key),
          span(at, 1),
          "write KEY=VALUE; a comment begins with \"#\"");
      return;
    }
    if (next == '\n' || next == '#') {
      environment
          .get(key)
          .ifPresent(v -> assignments.put(key, new Assignment(v, span(keyStart, key.length()))));
      return;
    }
    at++;
    skipBlanks();
    readValue(key, keyStart);
  }

  private void readValue(String key, int keyStart) {
    int start = at;
    char quote = at < text.length() ? text.charAt(at) : '\n';
    Optional<String> value =
        switch (quote) {
          case '\'' -> quoted(quote);
          case '"' -> quoted(quote).flatMap(raw -> expanded(unescaped(raw), start));
          default -> expanded(unquoted(), start);
        };
    value.ifPresent(
        text -> {
          boolean empty = text.isEmpty();
          assignments.put(
              key,
              new Assignment(
                  text, empty ? span(keyStart, key.length()) : span(start, lineRest(start))));
        });
  }

  private int lineRest(int start) {
    int newline = text.indexOf('\n', start);
    int end = Math.min(at, newline < 0 ? text.length() : newline);
    return Math.max(1, text.substring(start, Math.max(start, end)).stripTrailing().length());
  }

  /// Up to the end of the line, or to a `#` after a space.
  private String unquoted() {
    int start = at;
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
    String line = text.substring(start, at);
    if (line.startsWith("#")) {
      return "";
    }
    for (int i = 1; i < line.length(); i++) {
      if (line.charAt(i) == '#' && isBlank(line.charAt(i - 1))) {
        return line.substring(0, i).strip();
      }
    }
    return line.strip();
  }

  private Optional<String> quoted(char quote) {
    int start = at;
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote == '"') {
        i++;
      } else if (c == quote) {
        at = i + 1;
        return Optional.of(text.substring(start + 1, i));
      }
    }
    problems.error(
        "a quote that is not closed", span(start, 1), "close it with %s".formatted(quote));
    at = text.length();
    return Optional.empty();
  }

  /// `\$` stays for the template, as `$$`.
  private static String unescaped(String raw) {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\' || i + 1 == raw.length()) {
        value.append(c);
        continue;
      }
      char escaped = raw.charAt(++i);
      switch (escaped) {
        case 'n' -> value.append('\n');
        case 'r' -> value.append('\r');
        case 't' -> value.append('\t');
        case 'a' -> value.append('\u0007');
        case 'b' -> value.append('\b');
        case 'f' -> value.append('\f');
        case 'v' -> value.append('\u000b');
        case '$' -> value.append("$$");
        case '\\', '"' -> value.append(escaped);
        default -> value.append('\\').append(escaped);
      }
    }
    return value.toString();
  }

  private Optional<String> expanded(String value, int start) {
    if (value.indexOf('$') < 0) {
      return Optional.of(value);
    }
    Variables earlier = name -> Optional.ofNullable(assignments.get(name)).map(Assignment::value);
    try {
      return Optional.of(
          Template.parse(value)
              .expand(
                  environment.or(earlier),
                  name ->
                      problems.warning(
                          "variable \"%s\" is not set, an empty text takes its place"
                              .formatted(name),
                          span(start, lineRest(start)),
                          "set it above, or put the value in single quotes")));
    } catch (TemplateFault fault) {
      problems.error(String.valueOf(fault.getMessage()), span(start, lineRest(start)), fault.fix());
      return Optional.empty();
    }
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private static boolean isKeyPart(char c) {
    return Character.isLetterOrDigit(c) || "_.-[]".indexOf(c) >= 0;
  }

  private SourceSpan span(int index, int length) {
    int lineStart = text.lastIndexOf('\n', index - 1) + 1;
    int line = 1;
    for (int i = 0; i < lineStart; i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return new SourceSpan(source.file(), line, index - lineStart + 1, Math.max(1, length));
  }
}

package io.davit.model.env;

import io.davit.model.interpolate.Template;
import io.davit.model.interpolate.TemplateFault;
import io.davit.model.interpolate.Variables;
import io.davit.model.report.Problems;
import io.davit.model.yaml.SourceText;
import io.davit.problem.SourceSpan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reads the variables of one file. The grammar is that of Docker Compose: `KEY=VALUE` or `KEY:
/// VALUE`, perhaps after `export`; a key alone takes the value of the variable of that name.
///
/// A value without quotes ends with the line, or where a space and a `#` begin a comment; one that
/// begins with a `#` is none. Quotes may span lines, and a backslash before the quote makes it a
/// character. Single quotes are literal otherwise; double quotes know the backslashes of a shell,
/// and variables. After the closing quote the next assignment may follow on the same line.
///
/// A value may use the file's earlier keys, and the environment wins over them. Of several
/// assignments to a key the last one counts. Lines end with or without a carriage return; one
/// inside quotes stays.
public final class Dotenv {
  private static final String BYTE_ORDER = "\uFEFF";

  private final SourceText source;
  private final String text;
  private final int[] lineStarts;
  private final Variables environment;
  private final Problems problems;
  private final Map<String, Assignment> assignments = new LinkedHashMap<>();
  private int at;

  /// @param source where the value stands, or the key when the value is empty
  public record Assignment(String value, SourceSpan source) {}

  private Dotenv(SourceText source, Variables environment, Problems problems) {
    this.source = source;
    this.text = source.text();
    this.lineStarts = lineStarts(text);
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
    for (String written : source.text().lines().toList()) {
      number++;
      String line = number == 1 && written.startsWith(BYTE_ORDER) ? written.substring(1) : written;
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
    at = text.startsWith(BYTE_ORDER) ? 1 : 0;
    while (skipToStatement()) {
      readStatement();
    }
  }

  private boolean skipToStatement() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        skipLine();
      } else if (isBlank(c) || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
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
    skipExport();
    int keyStart = at;
    while (at < text.length() && isKeyPart(text.charAt(at))) {
      at++;
    }
    String key = text.substring(keyStart, at);
    skipBlanks();
    char next = at < text.length() ? text.charAt(at) : '\n';
    boolean comment = next == '#' && at > keyStart + key.length();
    if (key.isEmpty() || (next != '=' && next != ':' && next != '\n' && !comment)) {
      refuse(key, next, keyStart);
      skipLine();
      return;
    }
    if (next == '\n' || comment) {
      environment
          .get(key)
          .ifPresent(v -> assignments.put(key, new Assignment(v, span(keyStart, key.length()))));
      return;
    }
    at++;
    skipBlanks();
    readValue(key, keyStart);
  }

  /// Alone on its line, `export` is a variable like any other.
  private void skipExport() {
    int start = at;
    if (text.startsWith("export", at)) {
      at += 6;
      skipBlanks();
      boolean prefix = at > start + 6 && at < text.length() && text.charAt(at) != '\n';
      at = prefix ? at : start;
    }
  }

  private void refuse(String key, char next, int keyStart) {
    if (key.isEmpty()) {
      problems.error(
          "a variable's name cannot begin with \"%s\"".formatted(next),
          span(at, 1),
          "write KEY=VALUE; a comment begins with \"#\"");
    } else if (isKeyPart(next)) {
      int end = at;
      while (end < text.length() && isKeyPart(text.charAt(end))) {
        end++;
      }
      problems.error(
          "a variable's name cannot contain a space: \"%s\""
              .formatted(text.substring(keyStart, end)),
          span(keyStart, end - keyStart),
          "write KEY=VALUE, one on each line");
    } else {
      problems.error(
          "\"%s\" stands where the \"=\" of \"%s\" is expected".formatted(next, key),
          span(at, 1),
          "write KEY=VALUE; names have letters, digits and _ . - [ ]");
    }
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
    int end = start;
    while (end < at && !endsLine(text, end)) {
      end++;
    }
    return Math.max(1, text.substring(start, end).stripTrailing().length());
  }

  private String unquoted() {
    int start = at;
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
    String line = text.substring(start, at);
    int comment = line.indexOf(" #");
    return withoutBlanksAtTheEnd(comment < 0 ? line : line.substring(0, comment));
  }

  private static String withoutBlanksAtTheEnd(String line) {
    int end = line.length();
    while (end > 0
        && (isBlank(line.charAt(end - 1)) || Character.isSpaceChar(line.charAt(end - 1)))) {
      end--;
    }
    return line.substring(0, end);
  }

  /// What stands between quotes; of backslashes only those before such a quote are taken away.
  private Optional<String> quoted(char quote) {
    int start = at;
    StringBuilder value = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char escaped = text.charAt(++i);
        value.append(escaped == quote ? "" : "\\").append(escaped);
      } else if (c == quote) {
        at = i + 1;
        tellOfRest(quote);
        return Optional.of(value.toString());
      } else {
        value.append(c);
      }
    }
    problems.error(
        "a quote that is not closed",
        span(start, 1),
        "close it with %s; inside, write \\%s".formatted(quote, quote));
    at = text.length();
    return Optional.empty();
  }

  /// What follows on the same line is read as an assignment of its own, which few expect.
  private void tellOfRest(char quote) {
    int rest = at;
    while (rest < text.length() && isBlank(text.charAt(rest))) {
      rest++;
    }
    if (rest < text.length() && isKeyPart(text.charAt(rest))) {
      int end = text.indexOf('\n', rest);
      String line = withoutBlanksAtTheEnd(text.substring(rest, end < 0 ? text.length() : end));
      problems.warning(
          "\"%s\" stands after the closing quote, and is read as a variable of its own"
              .formatted(line),
          span(rest, line.length()),
          "write \\%s for a quote inside the value, or begin a new line".formatted(quote));
    }
  }

  /// The backslashes of a shell; `\\$` stays for the template, as `$$`.
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
        case '0' -> i += octal(raw, i + 1, value);
        default -> value.append('\\').append(escaped);
      }
    }
    return value.toString();
  }

  /// `\\0` and three digits are a character by its number.
  ///
  /// @return how many of the digits that is
  private static int octal(String raw, int start, StringBuilder value) {
    int end = Math.min(start + 3, raw.length());
    String digits = raw.substring(start, end);
    if (digits.matches("[0-3][0-7]{2}")) {
      value.append((char) Integer.parseInt(digits, 8));
      return 3;
    }
    value.append("\\0");
    return 0;
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
    return switch (c) {
      case ' ', '\t', '\r', '\u000b', '\f', '\u0085', '\u00a0' -> true;
      default -> false;
    };
  }

  private static boolean isKeyPart(char c) {
    return Character.isLetterOrDigit(c) || "_.-[]".indexOf(c) >= 0;
  }

  private SourceSpan span(int index, int length) {
    int line = Arrays.binarySearch(lineStarts, index);
    int found = line < 0 ? -line - 2 : line;
    int column = text.codePointCount(lineStarts[found], index) + 1;
    return new SourceSpan(source.file(), found + 1, column, Math.max(1, length));
  }

  /// As editors count lines: a bare carriage return, which ends no value, ends one too.
  private static int[] lineStarts(String text) {
    return IntStream.concat(
            IntStream.of(0),
            IntStream.range(0, text.length())
                .filter(i -> endsLine(text, i))
                .map(newline -> newline + 1))
        .toArray();
  }

  private static boolean endsLine(String text, int at) {
    char c = text.charAt(at);
    return c == '\n' || (c == '\r' && !text.startsWith("\n", at + 1));
  }
}

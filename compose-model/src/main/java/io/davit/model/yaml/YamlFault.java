package io.davit.model.yaml;

import io.davit.problem.SourceSpan;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// A YAML parser's complaint in words that help.
record YamlFault(String what, SourceSpan where, String fix) {
  private static final Pattern GLUED = Pattern.compile("^[\\s-]*([A-Za-z_][\\w.-]*):[^\\s/:]");
  private static final Pattern KEY = Pattern.compile("^[\\s-]*[\\w.-]+:(\\s|$)");
  private static final Pattern BARE = Pattern.compile("[\\s-]*([A-Za-z_][\\w.-]*)(|\\s[^:#]*)");

  /// The file with the tabs that the parser stumbles over as spaces, where they only separate: a
  /// tab is forbidden in the indentation, and SnakeYAML knows it nowhere.
  static Optional<SourceText> spaced(MarkedYAMLException e, SourceText source) {
    Mark at = e.getProblemMark();
    if (at == null || !String.valueOf(e.getProblem()).contains("(TAB)")) {
      return Optional.empty();
    }
    String text = source.text();
    int index = text.offsetByCodePoints(0, at.getIndex());
    String before = text.substring(text.lastIndexOf('\n', index - 1) + 1, index);
    if (before.matches("[\\s-]*")) {
      return Optional.empty();
    }
    int end = index;
    while (end < text.length() && text.charAt(end) == '\t') {
      end++;
    }
    String spaces = " ".repeat(end - index);
    return Optional.of(
        new SourceText(source.file(), text.substring(0, index) + spaces + text.substring(end)));
  }

  static YamlFault of(MarkedYAMLException e, SourceText source) {
    Positions positions = new Positions(source);
    String problem = String.valueOf(e.getProblem());
    Mark at = e.getProblemMark();
    Mark begun = e.getContextMark();
    if (problem.contains("(TAB)")) {
      return new YamlFault(
          "a tab stands in the indentation",
          where(at, positions),
          "indent with spaces: YAML forbids tabs there");
    }
    if (problem.contains("mapping values are not allowed") && at != null) {
      return withoutSpace(source, at.getLine())
          .or(() -> withoutColon(source, at))
          .orElseGet(
              () ->
                  new YamlFault(
                      "a \":\" stands where no key can be",
                      where(at, positions),
                      "quote the value if it contains \": \", else check the indentation of this line"));
    }
    if (problem.contains("expected <block end>") && at != null) {
      return wrongLevel(problem, at, begun, source);
    }
    Optional<YamlFault> scanned = scanned(e, source);
    if (scanned.isPresent()) {
      return scanned.get();
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

  /// What means something else to YAML: a `*`, a `&`, a backslash.
  private static Optional<YamlFault> scanned(MarkedYAMLException e, SourceText source) {
    String context = String.valueOf(e.getContext());
    Mark at = e.getProblemMark();
    Mark begun = e.getContextMark();
    if (at == null || begun == null) {
      return Optional.empty();
    }
    String line = source.text().lines().skip(begun.getLine()).findFirst().orElse("");
    if (context.contains("scanning an alias") || context.contains("scanning an anchor")) {
      String value = line.substring(Math.min(begun.getColumn(), line.length())).strip();
      return Optional.of(
          new YamlFault(
              context.contains("alias")
                  ? "a value cannot begin with \"*\": YAML takes it for the name of an anchor"
                  : "a value cannot begin with \"&\": YAML takes it for an anchor",
              where(begun, new Positions(source)),
              "put the value in quotes: '%s'".formatted(value)));
    }
    if (String.valueOf(e.getProblem()).contains("unknown escape character")) {
      String escape = line.substring(Math.min(at.getColumn(), line.length()));
      String character = escape.isEmpty() ? "" : escape.substring(0, 1);
      return Optional.of(
          new YamlFault(
              "\"\\%s\" is nothing that double quotes know".formatted(character),
              where(at, new Positions(source)),
              "write \\\\%s for a backslash, or put the value in single quotes"
                  .formatted(character)));
    }
    return Optional.empty();
  }

  /// `web` or `image nginx` begins a text that goes on with the next line, which has a key.
  private static Optional<YamlFault> withoutColon(SourceText source, Mark at) {
    List<String> lines = source.text().lines().limit(at.getLine() + 1L).toList();
    if (lines.size() < 2 || !KEY.matcher(lines.getLast()).find()) {
      return Optional.empty();
    }
    Matcher bare = BARE.matcher(lines.get(lines.size() - 2));
    if (!bare.matches()) {
      return Optional.empty();
    }
    String key = bare.group(1);
    String value = bare.group(2).strip();
    return Optional.of(
        new YamlFault(
            "a \":\" is missing after \"%s\"".formatted(key),
            new SourceSpan(source.file(), at.getLine(), bare.start(1) + 1, key.length()),
            "write \"%s:%s\"".formatted(key, value.isEmpty() ? "" : " " + value)));
  }

  /// `image:nginx` begins a text that goes on with the next line, where the parser stops.
  private static Optional<YamlFault> withoutSpace(SourceText source, int line) {
    List<String> lines = source.text().lines().limit(line).toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String before = lines.getLast();
    Matcher glued = GLUED.matcher(before);
    if (!glued.find()) {
      return Optional.empty();
    }
    String key = glued.group(1);
    return Optional.of(
        new YamlFault(
            "a space is missing after the \":\" of \"%s\"".formatted(key),
            new SourceSpan(source.file(), line, glued.end(1) + 1, 1),
            "write \"%s: %s\"".formatted(key, before.substring(glued.end(1) + 1).strip())));
  }

  private static YamlFault wrongLevel(
      String problem, Mark at, @Nullable Mark begun, SourceText source) {
    SourceSpan where = where(at, new Positions(source));
    boolean sameLevel = begun != null && begun.getColumn() == at.getColumn();
    if (sameLevel && problem.contains("'-'")) {
      return new YamlFault(
          "an item of a list stands among keys%s".formatted(line(begun)),
          where,
          "write it as \"key: value\", or indent it below the key whose list it belongs to");
    }
    if (sameLevel) {
      return new YamlFault(
          "a key stands among the items of a list%s".formatted(line(begun)),
          where,
          "write it as an item, with \"- \" in front, or all of them as keys, without it");
    }
    String line = source.text().lines().skip(at.getLine()).findFirst().orElse("");
    if (!line.substring(0, Math.min(at.getColumn(), line.length())).isBlank()) {
      return new YamlFault(
          "more text follows where the value has ended",
          where,
          "put all of the value in one pair of quotes");
    }
    return new YamlFault(
        "this line is indented by %d, and no line above it is".formatted(at.getColumn()),
        where,
        "indent it by %s, like the lines that it belongs to"
            .formatted(levels(source, at.getLine())));
  }

  /// The indentations that a line may have: those of the lines above it that are open.
  private static String levels(SourceText source, int line) {
    List<String> lines = source.text().lines().limit(line).toList();
    TreeSet<Integer> levels = new TreeSet<>();
    for (String above : lines.reversed()) {
      String text = above.stripLeading();
      int indent = above.length() - text.length();
      boolean blank = text.isEmpty() || text.startsWith("#");
      if (!blank && (levels.isEmpty() || indent < levels.first())) {
        levels.add(indent);
      }
    }
    if (levels.size() > 1) {
      levels.remove(0);
    }
    return levels.stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }

  private static String line(@Nullable Mark mark) {
    return mark == null ? "" : " (begun on line %d)".formatted(mark.getLine() + 1);
  }

  private static SourceSpan where(@Nullable Mark mark, Positions positions) {
    return mark == null ? positions.start() : positions.at(mark, 1);
  }
}

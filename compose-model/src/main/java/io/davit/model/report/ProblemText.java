package io.davit.model.report;

import io.davit.problem.Problem;
import io.davit.problem.SourceSpan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Problems as a person reads them: place, severity, what is wrong, the line with a mark below the
/// words, and how to fix it.
///
/// ```
/// compose.yaml:12:9: error: service "web" depends on undefined service "dbb"
///    12 |       - dbb
///       |         ^^^
///  fix: did you mean "db"?
/// ```
public final class ProblemText {
  private static final int WIDTH = 5;

  /// Of a longer line only the part around the mark is shown.
  private static final int LINE_MAX = 160;

  private ProblemText() {}

  public static String render(List<Problem> problems, SourceLines lines) {
    StringBuilder text = new StringBuilder();
    for (Problem problem : problems) {
      text.append(render(problem, lines));
    }
    return text.toString();
  }

  /// Several lines, each with its end.
  public static String render(Problem problem, SourceLines lines) {
    StringBuilder text = new StringBuilder();
    String severity = problem.severity().name().toLowerCase(Locale.ROOT);
    text.append(problem.where().describe())
        .append(": ")
        .append(severity)
        .append(": ")
        .append(problem.what())
        .append('\n');
    if (problem.where() instanceof SourceSpan span) {
      excerpt(span, lines).ifPresent(text::append);
    }
    problem.fix().ifPresent(fix -> text.append(" fix: ").append(fix).append('\n'));
    return text.toString();
  }

  private static Optional<String> excerpt(SourceSpan span, SourceLines lines) {
    return lines
        .line(span.file(), span.line())
        .map(
            line -> {
              int[] points = line.codePoints().toArray();
              int start = Math.min(span.column() - 1, points.length);
              int end = Math.min(start + span.length(), points.length);
              int first = points.length <= LINE_MAX ? 0 : Math.max(0, start - LINE_MAX / 2);
              int last = Math.min(points.length, first + LINE_MAX);
              String cut = first > 0 ? "…" : "";
              return "%s | %s%s%s\n%s | %s%s%s\n"
                  .formatted(
                      " ".repeat(Math.max(0, WIDTH - digits(span.line()))) + span.line(),
                      cut,
                      new String(points, first, last - first),
                      last < points.length ? "…" : "",
                      " ".repeat(WIDTH),
                      cut.isEmpty() ? "" : " ",
                      blank(points, first, start),
                      "^".repeat(Math.max(1, width(points, start, Math.min(end, last)))));
            });
  }

  /// As wide as the text: tabs stay tabs.
  private static String blank(int[] points, int start, int end) {
    StringBuilder blank = new StringBuilder();
    for (int i = start; i < end; i++) {
      blank.append(points[i] == '\t' ? "\t" : " ".repeat(columns(points[i])));
    }
    return blank.toString();
  }

  private static int width(int[] points, int start, int end) {
    int width = 0;
    for (int i = start; i < end; i++) {
      width += columns(points[i]);
    }
    return width;
  }

  /// How many columns of a terminal a character takes.
  private static int columns(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
      default -> Character.isEmojiPresentation(codePoint) ? 2 : 1;
    };
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }
}

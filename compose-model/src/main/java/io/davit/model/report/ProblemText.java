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
              int start = Math.min(span.column() - 1, line.length());
              int length = Math.max(1, Math.min(span.length(), line.length() - start));
              String before = line.substring(0, start).replaceAll("[^\t]", " ");
              return "%s | %s\n%s | %s%s\n"
                  .formatted(
                      " ".repeat(Math.max(0, WIDTH - digits(span.line()))) + span.line(),
                      line,
                      " ".repeat(WIDTH),
                      before,
                      "^".repeat(length));
            });
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }
}

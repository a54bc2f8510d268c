package io.davit.planner.plan;

import io.davit.problem.SourceSpan;
import java.util.Optional;

/// Why an action is needed.
///
/// @param text `environment.LOG_LEVEL: info → debug`; never the value of a secret
/// @param source the line of the compose file that asks for it
public record Cause(String text, Optional<SourceSpan> source) {
  public static Cause of(String text) {
    return new Cause(text, Optional.empty());
  }

  public static Cause at(SourceSpan source, String text) {
    return new Cause(text, Optional.of(source));
  }

  /// `environment.LOG_LEVEL: info → debug (compose.yaml:14)`.
  public String describe() {
    return source.map(span -> "%s (%s:%d)".formatted(text, span.file(), span.line())).orElse(text);
  }
}

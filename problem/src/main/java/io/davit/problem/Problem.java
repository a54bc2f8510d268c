package io.davit.problem;

import java.util.Optional;

/// One finding in what the user wrote. The model collects them all before it gives up.
///
/// @param what observed next to expected, lower case, no full stop, values quoted
/// @param fix what to do about it, where that is known
public record Problem(Severity severity, String what, Where where, Optional<String> fix) {
  /// How bad it is: a warning never stops a command.
  public enum Severity {
    ERROR,
    WARNING
  }

  public static Problem error(String what, Where where, String fix) {
    return new Problem(Severity.ERROR, what, where, Optional.of(fix));
  }

  public static Problem warning(String what, Where where, String fix) {
    return new Problem(Severity.WARNING, what, where, Optional.of(fix));
  }
}

package io.davit.executor.container;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.List;
import java.util.Locale;

/// Signals by name and number (signal(7), x86-64 and aarch64).
final class Signals {
  static final int KILL = 9;
  static final int TERM = 15;
  private static final int LAST = 64;

  private static final List<String> NAMES =
      List.of(
          "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
          "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
          "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private static final int REAL_TIME_FIRST = 34;

  private Signals() {}

  /// @param signal `SIGTERM`, `TERM`, `15` or `RTMIN+3`
  static int number(String signal) {
    String name = signal.trim().toUpperCase(Locale.ROOT);
    if (name.matches("\\d{1,2}") && Integer.parseInt(name) > 0 && Integer.parseInt(name) <= LAST) {
      return Integer.parseInt(name);
    }
    String bare = name.startsWith("SIG") ? name.substring("SIG".length()) : name;
    if (bare.matches("RTMIN(\\+\\d{1,2})?")) {
      int offset = bare.equals("RTMIN") ? 0 : Integer.parseInt(bare.substring("RTMIN+".length()));
      if (REAL_TIME_FIRST + offset <= LAST) {
        return REAL_TIME_FIRST + offset;
      }
    }
    int number = bare.isEmpty() ? -1 : NAMES.indexOf(bare);
    if (number < 1) {
      throw new InvalidInput(
          "invalid signal \"" + signal + "\"",
          new Resource("signal", signal),
          "name one of signal(7), such as SIGTERM or 15");
    }
    return number;
  }
}

package io.davit.model.schema;

import java.time.Duration;

/// Durations in Go's notation: `1m30s`, `500ms`; `d` and `w` are read too, and written as hours
/// (compose-spec 11-extension.md#specifying-durations).
public final class Durations {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Durations() {}

  /// @throws Malformed for anything else
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    double nanos = 0;
    int at = 0;
    while (at < text.length()) {
      int number = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      int unit = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      double factor = factor(text.substring(unit, at));
      if (number == unit || factor < 0 || text.substring(number, unit).equals(".")) {
        throw malformed(text);
      }
      nanos += Double.parseDouble(text.substring(number, unit)) * factor;
    }
    if (text.isEmpty() || nanos >= Long.MAX_VALUE) {
      throw malformed(text);
    }
    return Duration.ofNanos(Math.round(nanos));
  }

  private static Malformed malformed(String text) {
    boolean bare = !text.isEmpty() && text.chars().allMatch(Character::isDigit);
    return new Malformed(
        "must be a duration, not \"%s\"".formatted(text),
        bare
            ? "add a unit: \"%ss\"".formatted(text)
            : "write numbers with units: 500ms, 10s, 1m30s, 2h");
  }

  private static double factor(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs", "μs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case "h" -> 3600e9;
      case "d" -> 86_400e9;
      case "w" -> 604_800e9;
      default -> -1;
    };
  }

  /// As Go prints it: `1m30s`, `2m0s`, `1h0m0s`, `1.5s`, `500ms`, `0s`.
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    if (nanos < 1_000_000) {
      return fraction(nanos, 1_000) + "µs";
    }
    if (nanos < NANOS_PER_SECOND) {
      return fraction(nanos, 1_000_000) + "ms";
    }
    long minutes = nanos / (60 * NANOS_PER_SECOND);
    String seconds = fraction(nanos % (60 * NANOS_PER_SECOND), NANOS_PER_SECOND) + "s";
    if (minutes == 0) {
      return seconds;
    }
    return minutes < 60
        ? minutes + "m" + seconds
        : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
  }

  private static String fraction(long value, long unit) {
    long rest = value % unit;
    if (rest == 0) {
      return Long.toString(value / unit);
    }
    String digits = Long.toString(unit + rest).substring(1);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return value / unit + "." + digits.substring(0, end);
  }
}

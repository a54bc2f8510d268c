package io.davit.cli.command;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/// The values of `--since` and `--until`: a duration before now (`42m`, `1h30m`), a time (RFC 3339,
/// of this machine's zone when it names none), or seconds since 1970.
public final class TimeArgument {
  private TimeArgument() {}

  /// @return `seconds[.nanoseconds]` since 1970, as the engine wants it; empty for an empty text
  public static String parse(String flag, String text, Instant now) {
    if (text.isEmpty()) {
      return "";
    }
    if (number(text)) {
      return text;
    }
    Optional<Duration> before = duration(text);
    try {
      return format(before.isPresent() ? now.minus(before.get()) : time(text));
    } catch (DateTimeException e) {
      throw new InvalidInput(
          "invalid value \"" + text + "\" for " + flag,
          Optional.of(new Resource("flag", flag)),
          Optional.of("write a duration such as 42m, or a time such as 2026-01-02T15:04:05Z"),
          e);
    }
  }

  static String format(Instant time) {
    String nanos = String.valueOf(1_000_000_000L + time.getNano());
    return time.getEpochSecond() + "." + nanos.substring(1);
  }

  private static boolean number(String text) {
    boolean digits = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digits &= (c >= '0' && c <= '9') || (c == '.' && i > 0);
    }
    return digits;
  }

  /// A duration as Go writes it; a fraction only in its last part.
  static Optional<Duration> duration(String text) {
    Duration sum = Duration.ZERO;
    int position = 0;
    while (position < text.length()) {
      int unit = position;
      while (unit < text.length()
          && (Character.isDigit(text.charAt(unit)) || text.charAt(unit) == '.')) {
        unit++;
      }
      int end = unit;
      while (end < text.length() && Character.isLetter(text.charAt(end))) {
        end++;
      }
      long nanos = nanos(text.substring(unit, end));
      if (unit == position || nanos == 0) {
        return Optional.empty();
      }
      try {
        double count = Double.parseDouble(text.substring(position, unit));
        sum = sum.plusNanos(Math.round(count * nanos));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
      position = end;
    }
    return Optional.of(sum);
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      case "d" -> 86_400_000_000_000L;
      default -> 0;
    };
  }

  private static Instant time(String text) {
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    }
    boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > 10;
    return zoned
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
  }
}

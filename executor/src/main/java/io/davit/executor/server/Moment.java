package io.davit.executor.server;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// A time in a query: `seconds[.nanoseconds]` since 1970, or RFC 3339.
final class Moment {
  private static final long NANOS = 1_000_000_000L;

  private Moment() {}

  /// @return nanoseconds since 1970
  static long parse(String text) {
    try {
      return new BigDecimal(text).multiply(BigDecimal.valueOf(NANOS)).longValue();
    } catch (NumberFormatException e) {
      try {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        return Math.addExact(
            Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
      } catch (DateTimeException | ArithmeticException unreadable) {
        throw new InvalidInput(
            "invalid time \"" + text + "\"",
            new Resource("parameter", "since"),
            "write seconds since 1970, or 2026-01-31T12:00:00Z");
      }
    }
  }
}

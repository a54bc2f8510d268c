package io.davit.executor.container;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Times as Docker writes them: RFC 3339 with nine digits of a second, in UTC.
final class Timestamps {
  /// Go's zero time: "never".
  static final String NEVER = "0001-01-01T00:00:00Z";

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamps() {}

  static String text(Instant instant) {
    return FORMAT.format(instant);
  }

  static String text(Optional<Instant> instant) {
    return instant.map(Timestamps::text).orElse(NEVER);
  }
}

package io.davit.image;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The numbers of a HEALTHCHECK instruction: durations as Go writes them, `1m30s`.
final class GoDuration {
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h)");

  private GoDuration() {}

  /// 0 when absent.
  static long nanos(@Nullable String text, String instruction) {
    if (text == null) {
      return 0;
    }
    Matcher part = PART.matcher(text);
    BigDecimal total = BigDecimal.ZERO;
    int at = 0;
    while (at < text.length()) {
      if (text.length() > 40 || !part.find(at) || part.start() != at) {
        throw ConfigChanges.invalid(instruction, "has the bad duration \"" + text + "\"");
      }
      total = total.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2))));
      at = part.end();
    }
    return total.longValue();
  }

  static int count(@Nullable String text, String instruction) {
    if (text == null) {
      return 0;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw ConfigChanges.invalid(instruction, "has the bad number \"" + text + "\"");
    }
    return Integer.parseInt(text);
  }

  private static BigDecimal unit(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ns" -> 1L;
          case "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          default -> 3_600_000_000_000L;
        });
  }
}

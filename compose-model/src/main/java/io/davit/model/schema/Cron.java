package io.davit.model.schema;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/// Schedules as in crontab(5): minute, hour, day of the month, month, day of the week; or `@daily`
/// and the like.
final class Cron {
  private static final List<String> NICKNAMES =
      List.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of the month", 1, 31, List.of()),
          new Field("month", 1, 12, MONTHS),
          new Field("day of the week", 0, 7, DAYS));

  private Cron() {}

  /// @param names for the numbers from the smallest on
  private record Field(String name, int min, int max, List<String> names) {
    /// Items that commas separate: `*`, a number, a range, each perhaps with `/STEP`.
    boolean accepts(String text) {
      boolean valid = true;
      for (String item : text.split(",", -1)) {
        int slash = item.indexOf('/');
        String range = slash < 0 ? item : item.substring(0, slash);
        valid &= slash < 0 || number(item.substring(slash + 1)) > 0;
        int dash = range.indexOf('-');
        if (!range.equals("*")) {
          int first = value(dash < 0 ? range : range.substring(0, dash));
          int last = dash < 0 ? first : value(range.substring(dash + 1));
          valid &= first >= min && first <= last && last <= max;
        }
      }
      return valid;
    }

    private int value(String text) {
      int named = names.indexOf(text.toLowerCase(Locale.ROOT));
      return named < 0 ? number(text) : named + min;
    }

    private static int number(String text) {
      boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
      return digits && text.length() < 5 ? Integer.parseInt(text) : -1;
    }
  }

  /// @throws Malformed for anything else
  static String parse(String text) {
    if (NICKNAMES.contains(text)) {
      return text;
    }
    List<String> parts = List.of(text.strip().split("\\s+", -1));
    if (parts.size() != FIELDS.size()) {
      throw new Malformed(
          "must be a schedule of five fields, not \"%s\"".formatted(text),
          "write minute, hour, day of the month, month, day of the week: \"0 3 * * *\"");
    }
    for (int i = 0; i < parts.size(); i++) {
      Field field = FIELDS.get(i);
      if (!field.accepts(parts.get(i))) {
        throw new Malformed(
            "has \"%s\" for the %s".formatted(parts.get(i), field.name()),
            "write *, numbers from %d to %d, ranges, or */STEP"
                .formatted(field.min(), field.max()));
      }
    }
    return text;
  }

  /// A time zone's name.
  static String zone(String text) {
    try {
      return ZoneId.of(text).getId();
    } catch (DateTimeException _) {
      throw new Malformed(
          "must be a time zone, not \"%s\"".formatted(text), "write \"Europe/Paris\" or \"UTC\"");
    }
  }
}

package io.davit.model.yaml;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A date, perhaps with a time and a zone, as Docker Compose's parser takes it out of a plain
/// scalar (yaml.org/type/timestamp.html).
record Timestamp(LocalDateTime time, ZoneOffset zone) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})-(\\d{1,2})-(\\d{1,2})"
              + "(?:(?:[Tt](?<zoned>[^ ]+)(?<zone>Z|[+-]\\d\\d:\\d\\d))|(?: (?<bare>[^ ]+)))?");
  private static final Pattern CLOCK =
      Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{1,9})\\d*)?");

  static Optional<Timestamp> parse(String text) {
    if (text.length() < 8 || text.charAt(4) != '-') {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String zoned = form.group("zoned");
    String zone = form.group("zone");
    String clock = zoned != null ? zoned : form.group("bare");
    Matcher time = CLOCK.matcher(clock == null ? "0:0:0" : clock);
    if (!time.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime when =
          LocalDateTime.of(
              number(form, 1),
              number(form, 2),
              number(form, 3), //
              number(time, 1),
              number(time, 2),
              number(time, 3),
              nanos(time.group(4)));
      return Optional.of(new Timestamp(when, zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static int nanos(@org.jspecify.annotations.Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  /// RFC 3339: `2001-12-14T21:59:43.1-05:00`.
  String canonical() {
    return day() + "T" + clock() + zone.getId();
  }

  /// As Go prints a time: `2001-12-14 21:59:43.1 -0500 -0500`. It is what a container of Docker
  /// Compose finds in its variable.
  String asGoPrints() {
    String offset = zone.getId().replace(":", "");
    return day()
        + " "
        + clock()
        + (offset.equals("Z") ? " +0000 UTC" : " " + offset + " " + offset);
  }

  private String day() {
    return "%04d-%02d-%02d".formatted(time.getYear(), time.getMonthValue(), time.getDayOfMonth());
  }

  private String clock() {
    String clock = "%02d:%02d:%02d".formatted(time.getHour(), time.getMinute(), time.getSecond());
    return time.getNano() == 0
        ? clock
        : clock + ".%09d".formatted(time.getNano()).replaceAll("0+$", "");
  }
}

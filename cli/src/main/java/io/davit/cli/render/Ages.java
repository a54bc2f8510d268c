package io.davit.cli.render;

/// Durations and sizes in the words of Docker's command line.
public final class Ages {
  private Ages() {}

  /// `About a minute`, `3 hours`.
  public static String human(long seconds) {
    if (seconds < 1) {
      return "Less than a second";
    }
    if (seconds == 1) {
      return "1 second";
    }
    if (seconds < 60) {
      return seconds + " seconds";
    }
    long minutes = seconds / 60;
    if (minutes == 1) {
      return "About a minute";
    }
    if (minutes < 60) {
      return minutes + " minutes";
    }
    long hours = Math.round(seconds / 3600.0);
    if (hours == 1) {
      return "About an hour";
    }
    if (hours < 48) {
      return hours + " hours";
    }
    if (hours < 24 * 7 * 2) {
      return hours / 24 + " days";
    }
    if (hours < 24 * 30 * 2) {
      return hours / 24 / 7 + " weeks";
    }
    if (hours < 24 * 365 * 2) {
      return hours / 24 / 30 + " months";
    }
    return hours / 24 / 365 + " years";
  }

  /// `5.6s`, `1m2s`: how long a step took.
  public static String took(long nanos) {
    long tenths = nanos / 100_000_000;
    if (tenths < 600) {
      return tenths / 10 + "." + tenths % 10 + "s";
    }
    return tenths / 600 + "m" + tenths / 10 % 60 + "s";
  }

  /// Powers of 1000 with three digits, as `docker image ls` prints: `187MB`.
  public static String size(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    if (unit == 0) {
      return bytes + "B";
    }
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    long scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
    long rounded = Math.round(value * scale);
    String text = String.valueOf(rounded / scale);
    long fraction = rounded % scale;
    if (fraction != 0) {
      String digits = String.valueOf(fraction + scale).substring(1);
      text += "." + (digits.endsWith("0") ? digits.substring(0, digits.length() - 1) : digits);
    }
    return text + units[unit];
  }
}

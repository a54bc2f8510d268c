package io.davit.model.schema;

import java.util.Locale;

/// Sizes in bytes: a number with one of the units b, k, kb, m, mb, g, gb, t, tb, p, pb, powers of
/// 1024 (compose-spec 11-extension.md#specifying-byte-values). `-1` stands for "unlimited" where
/// that is a value.
public final class Sizes {
  private static final String UNITS = "kmgtp";

  private Sizes() {}

  /// @throws Malformed for anything else
  public static long parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    int end = lower.length();
    while (end > 0 && Character.isLetter(lower.charAt(end - 1))) {
      end--;
    }
    String number = lower.substring(0, end).strip();
    String unit = lower.substring(end);
    long factor = factor(unit);
    if (factor < 0 || number.isEmpty() || !isDecimal(number)) {
      throw new Malformed(
          "must be a size, not \"%s\"".formatted(text),
          "write bytes, or a number with a unit: 512k, 64m, 1.5g");
    }
    double bytes = Double.parseDouble(number) * factor;
    if (bytes > Long.MAX_VALUE) {
      throw new Malformed(
          "is \"%s\", more than any machine has".formatted(text), "write a smaller size");
    }
    return number.indexOf('.') < 0 ? Long.parseLong(number) * factor : (long) bytes;
  }

  private static long factor(String unit) {
    if (unit.isEmpty() || unit.equals("b")) {
      return 1;
    }
    int power = UNITS.indexOf(unit.charAt(0)) + 1;
    boolean known = unit.length() == 1 || unit.substring(1).equals("b") || unit.endsWith("ib");
    return power == 0 || !known || unit.length() > 3 ? -1 : 1L << (10 * power);
  }

  private static boolean isDecimal(String number) {
    int dots = 0;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      dots += c == '.' ? 1 : 0;
      boolean sign = i == 0 && c == '-' && number.length() > 1;
      if (!sign && c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return dots <= 1 && !number.equals(".") && !number.startsWith("-.") && number.length() < 19;
  }
}

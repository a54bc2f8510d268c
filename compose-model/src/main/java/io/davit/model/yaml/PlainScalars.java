package io.davit.model.yaml;

import io.davit.model.yaml.Node.Kind;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.SourceSpan;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/// What a plain scalar means: the core schema of YAML 1.2 with the integers of 1.1 (`010`,
/// `1_000`), which is what Docker Compose's parser accepts.
public final class PlainScalars {
  private static final SourceSpan ANYWHERE = new SourceSpan("-", 1, 1, 1);

  private PlainScalars() {}

  /// Whether a text without quotes is read as that text.
  public static boolean isString(String text) {
    return plain(text, ANYWHERE).kind() == Kind.STRING;
  }

  static Scalar plain(String text, SourceSpan span) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Scalar.absent(span);
      case "true", "True", "TRUE", "false", "False", "FALSE" ->
          new Scalar(text.toLowerCase(Locale.ROOT), Kind.BOOL, span);
      default -> looksNumeric(text) ? number(text, span) : Scalar.string(text, span);
    };
  }

  private static boolean looksNumeric(String text) {
    char first = text.charAt(0);
    return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
  }

  private static Scalar number(String text, SourceSpan span) {
    String digits = text.replace("_", "");
    if (isInteger(digits)) {
      BigInteger value = integer(digits);
      return value.bitLength() <= Long.SIZE
          ? new Scalar(value.toString(), Kind.INT, span)
          : new Scalar(decimal(value.doubleValue()), Kind.FLOAT, span);
    }
    if (isFloat(digits)) {
      return new Scalar(decimal(Double.parseDouble(digits)), Kind.FLOAT, span);
    }
    return Timestamp.parse(text)
        .map(timestamp -> new Scalar(timestamp.canonical(), Kind.TIMESTAMP, span))
        .orElseGet(() -> Scalar.string(text, span));
  }

  /// What becomes of a scalar where a text is wanted: a date is written as Docker Compose does,
  /// `2001-12-14 00:00:00 +0000 UTC`.
  public static String asText(Scalar scalar) {
    return scalar.kind() == Kind.TIMESTAMP
        ? Timestamp.parse(scalar.text()).map(Timestamp::asGoPrints).orElse(scalar.text())
        : scalar.text();
  }

  private static boolean isInteger(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    String body = text.substring(start);
    if (body.startsWith("0x")) {
      return body.length() > 2 && allDigits(body.substring(2), 16);
    }
    if (body.startsWith("0o") || body.startsWith("0b")) {
      return body.length() > 2 && allDigits(body.substring(2), body.charAt(1) == 'o' ? 8 : 2);
    }
    if (body.length() > 1 && body.charAt(0) == '0') {
      return allDigits(body, 8);
    }
    return !body.isEmpty() && allDigits(body, 10);
  }

  private static boolean allDigits(String text, int radix) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), radix) < 0) {
        return false;
      }
    }
    return true;
  }

  private static BigInteger integer(String text) {
    boolean negative = text.startsWith("-");
    String body = negative || text.startsWith("+") ? text.substring(1) : text;
    BigInteger value;
    if (body.startsWith("0x")) {
      value = new BigInteger(body.substring(2), 16);
    } else if (body.startsWith("0o")) {
      value = new BigInteger(body.substring(2), 8);
    } else if (body.startsWith("0b")) {
      value = new BigInteger(body.substring(2), 2);
    } else {
      value = new BigInteger(body, body.length() > 1 && body.charAt(0) == '0' ? 8 : 10);
    }
    return negative ? value.negate() : value;
  }

  /// `[-+]? ( . digits | digits ( . digits? )? ) ( e [-+]? digits )?`
  private static boolean isFloat(String text) {
    int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int whole = digitsFrom(text, at);
    int fraction = 0;
    at += whole;
    if (at < text.length() && text.charAt(at) == '.') {
      fraction = digitsFrom(text, at + 1);
      at += 1 + fraction;
    }
    if (whole + fraction == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      int exponent = digitsFrom(text, at);
      if (exponent == 0) {
        return false;
      }
      at += exponent;
    }
    return at == text.length();
  }

  private static int digitsFrom(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end - start;
  }

  /// As Go prints it: the fewest digits that mean the same number, and an exponent from a million
  /// on and below a ten-thousandth.
  static String decimal(double value) {
    if (value == 0 || Double.isInfinite(value)) {
      return value == 0 ? "0" : (value > 0 ? "+Inf" : "-Inf");
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = exact.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - exact.scale();
    boolean scientific = exponent < -4 || exponent >= 6;
    if (!scientific) {
      return exact.toPlainString();
    }
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return "%s%s%se%s%02d"
        .formatted(
            value < 0 ? "-" : "",
            digits.charAt(0),
            fraction,
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }
}

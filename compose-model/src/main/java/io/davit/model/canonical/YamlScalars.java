package io.davit.model.canonical;

import io.davit.model.yaml.PlainScalars;
import java.util.Set;

/// Which style a string needs in YAML, as Docker Compose's writer decides it.
final class YamlScalars {
  private static final Set<String> OLD_BOOLEANS =
      Set.of(
          "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off",
          "OFF");

  private YamlScalars() {}

  /// @param indent of the line that it stands on
  static String string(String text, int indent) {
    if (text.isEmpty() || isAmbiguous(text)) {
      return doubleQuoted(text);
    }
    if (text.indexOf('\t') >= 0 || hasSpecial(text)) {
      return doubleQuoted(text);
    }
    if (text.indexOf('\n') >= 0) {
      return text.contains(" \n") || text.isBlank() ? doubleQuoted(text) : literal(text, indent);
    }
    return isPlain(text) ? text : "'" + text.replace("'", "''") + "'";
  }

  private static boolean isAmbiguous(String text) {
    return !PlainScalars.isString(text)
        || OLD_BOOLEANS.contains(text)
        || text.equals("<<")
        || isSexagesimal(text)
        || isDate(text);
  }

  /// `22:22`: a number in YAML 1.1.
  private static boolean isSexagesimal(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if ((text.charAt(i) < '0' || text.charAt(i) > '9') && text.charAt(i) != ':') {
        return false;
      }
    }
    String[] parts = text.split(":", -1);
    for (int i = 1; i < parts.length; i++) {
      boolean sixty =
          parts[i].length() == 1 || (parts[i].length() == 2 && parts[i].charAt(0) < '6');
      if (!sixty) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDate(String text) {
    if (text.length() < 8 || text.charAt(4) != '-') {
      return false;
    }
    int dashes = 0;
    for (int i = 0; i < Math.min(10, text.length()); i++) {
      char c = text.charAt(i);
      dashes += c == '-' ? 1 : 0;
      if (c != '-' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return dashes == 2 && text.length() <= 10;
  }

  private static boolean hasSpecial(String text) {
    return text.codePoints().anyMatch(c -> c != '\n' && isSpecial(c));
  }

  /// What a reader would not take as it stands: control characters, the line ends of Unicode, half
  /// a surrogate pair.
  private static boolean isSpecial(int c) {
    return c < 0x20
        || (c >= 0x7f && c <= 0x9f)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0xd800 && c <= 0xdfff)
        || c == 0xfeff
        || (c & 0xfffe) == 0xfffe;
  }

  private static boolean isPlain(String text) {
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    char second = text.length() > 1 ? text.charAt(1) : ' ';
    boolean badStart =
        "#,[]{}&*!|>'\"%@`".indexOf(first) >= 0
            || ("?:-".indexOf(first) >= 0 && second == ' ')
            || text.startsWith("---")
            || text.startsWith("...");
    return !badStart
        && first != ' '
        && last != ' '
        && last != ':'
        && !text.contains(": ")
        && !text.contains(" #");
  }

  private static String literal(String text, int indent) {
    StringBuilder block = new StringBuilder("|");
    if (text.startsWith(" ") || text.startsWith("\n")) {
      block.append('2');
    }
    String body = text;
    if (text.endsWith("\n\n") || text.equals("\n")) {
      block.append('+');
      body = text.substring(0, text.length() - 1);
    } else if (text.endsWith("\n")) {
      body = text.substring(0, text.length() - 1);
    } else {
      block.append('-');
    }
    for (String line : body.split("\n", -1)) {
      block.append('\n');
      if (!line.isEmpty()) {
        block.repeat(' ', indent + 2).append(line);
      }
    }
    return block.toString();
  }

  private static String doubleQuoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case 0x1b -> quoted.append("\\e");
                case 0 -> quoted.append("\\0");
                default -> {
                  if (!isSpecial(c)) {
                    quoted.appendCodePoint(c);
                  } else if (c <= 0xff) {
                    quoted.append("\\x%02X".formatted(c));
                  } else if (c <= 0xffff) {
                    quoted.append("\\u%04X".formatted(c));
                  } else {
                    quoted.append("\\U%08X".formatted(c));
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }
}

package io.davit.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.davit.cli.engine.JsonText;
import java.util.List;
import java.util.Map;

/// A tree as YAML in the layout of `docker compose config`: two spaces, indented sequences, strings
/// plain where they cannot be taken for something else, `$` doubled so that it reads back the same.
final class YamlText {
  private static final List<String> WORDS =
      List.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "~", ".inf", ".nan");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  static String of(JsonObject tree) {
    YamlText yaml = new YamlText();
    yaml.entries(tree, "");
    return yaml.text.toString();
  }

  private void entries(JsonObject object, String indent) {
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      text.append(indent).append(scalar(entry.getKey())).append(':');
      value(entry.getValue(), indent);
    }
  }

  /// What follows a colon.
  private void value(JsonElement value, String indent) {
    if (value instanceof JsonObject object && !object.isEmpty()) {
      text.append('\n');
      entries(object, indent + "  ");
    } else if (value instanceof JsonArray array && !array.isEmpty()) {
      text.append('\n');
      array.forEach(item -> item(item, indent + "  "));
    } else {
      text.append(' ').append(leaf(value)).append('\n');
    }
  }

  private void item(JsonElement item, String indent) {
    text.append(indent).append("- ");
    if (item instanceof JsonObject object && !object.isEmpty()) {
      int start = text.length();
      entries(object, indent + "  ");
      // The first key stands on the dash's line.
      text.delete(start, start + indent.length() + 2);
    } else {
      text.append(leaf(item)).append('\n');
    }
  }

  private static String leaf(JsonElement value) {
    if (value instanceof JsonPrimitive primitive) {
      String words = primitive.getAsString();
      return primitive.isString() ? scalar(words) : words;
    }
    return value instanceof JsonNull ? "null" : value instanceof JsonObject ? "{}" : "[]";
  }

  private static String scalar(String words) {
    String doubled = words.replace("$", "$$");
    return plain(doubled) ? doubled : JsonText.write(new JsonPrimitive(doubled));
  }

  /// Whether it reads back as this string without quotes.
  private static boolean plain(String words) {
    if (words.isEmpty() || WORDS.contains(words.toLowerCase(java.util.Locale.ROOT))) {
      return false;
    }
    char first = words.charAt(0);
    boolean dash = first == '-' && words.length() > 1 && Character.isLetter(words.charAt(1));
    boolean option = words.startsWith("--") && words.length() > 2;
    boolean indicator = "-?:,[]{}#&*!|>'\"%@`= ".indexOf(first) >= 0;
    if (numeric(words) || words.endsWith(" ") || (indicator && !dash && !option)) {
      return false;
    }
    for (int i = 0; i < words.length(); i++) {
      if (words.charAt(i) < ' ' || words.charAt(i) == 0x7f) {
        return false;
      }
    }
    return !words.contains(": ") && !words.contains(" #") && !words.endsWith(":");
  }

  /// Whether it may be a number, a time or a date: these stay strings only in quotes.
  private static boolean numeric(String words) {
    if ("0123456789.+-".indexOf(words.charAt(0)) < 0) {
      return false;
    }
    boolean numeric = true;
    for (int i = 0; i < words.length(); i++) {
      numeric &= "0123456789.+-_:aAbBcCdDeEfFxXoOtTzZ".indexOf(words.charAt(i)) >= 0;
    }
    return numeric && words.chars().anyMatch(Character::isDigit);
  }
}

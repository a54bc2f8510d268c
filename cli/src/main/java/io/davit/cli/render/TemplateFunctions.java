package io.davit.cli.render;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.davit.cli.engine.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Values and functions of a [GoTemplate], in Go's and Docker's meaning.
final class TemplateFunctions {
  private static final Set<String> NAMES =
      Set.of(
          "json",
          "upper",
          "lower",
          "title",
          "join",
          "split",
          "println",
          "print",
          "len",
          "index",
          "truncate",
          "pad",
          "not",
          "and",
          "or",
          "eq",
          "ne");

  private TemplateFunctions() {}

  static boolean isName(String word) {
    return NAMES.contains(word);
  }

  /// `PublishedPort` → `PUBLISHED PORT`.
  static String header(String field) {
    StringBuilder header = new StringBuilder();
    String last = field.substring(field.lastIndexOf('.') + 1);
    for (int i = 0; i < last.length(); i++) {
      char c = last.charAt(i);
      boolean word = i > 0 && Character.isUpperCase(c) && Character.isLowerCase(last.charAt(i - 1));
      header.append(word ? " " : "").append(Character.toUpperCase(c));
    }
    return header.toString();
  }

  /// A field path, a quoted text, a number or a boolean.
  ///
  /// @throws IllegalArgumentException for anything else
  static JsonElement operand(String word, JsonElement dot) {
    char first = word.charAt(0);
    if (first == '.') {
      return field(word.substring(1), dot);
    }
    if (first == '"') {
      return new JsonPrimitive(unescape(word.substring(1, word.length() - 1)));
    }
    if (first == '`') {
      return new JsonPrimitive(word.substring(1, word.length() - 1));
    }
    if (word.equals("true") || word.equals("false")) {
      return new JsonPrimitive(word.equals("true"));
    }
    try {
      return new JsonPrimitive(Long.valueOf(word));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("function \"" + word + "\" is not defined", e);
    }
  }

  private static JsonElement field(String path, JsonElement dot) {
    JsonElement value = dot;
    for (String name : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
      JsonElement next = value instanceof JsonObject object ? object.get(name) : null;
      if (next == null) {
        throw new IllegalArgumentException("there is no field \"" + name + "\"" + known(value));
      }
      value = next;
    }
    return value;
  }

  private static String known(JsonElement value) {
    return value instanceof JsonObject object && !object.keySet().isEmpty()
        ? "; there are " + String.join(", ", object.keySet())
        : "";
  }

  private static String unescape(String text) {
    return text.replace("\\t", "\t").replace("\\n", "\n").replace("\\\"", "\"");
  }

  /// @throws IllegalArgumentException for the wrong number or type of arguments
  static JsonElement call(String function, List<JsonElement> arguments) {
    return switch (function) {
      case "json" -> new JsonPrimitive(JsonText.write(argument(function, arguments, 0)));
      case "upper" -> text(print(argument(function, arguments, 0)).toUpperCase(Locale.ROOT));
      case "lower" -> text(print(argument(function, arguments, 0)).toLowerCase(Locale.ROOT));
      case "title" -> text(title(print(argument(function, arguments, 0))));
      case "print" -> text(joined(arguments, ""));
      case "println" -> text(joined(arguments, " ") + "\n");
      case "len" -> new JsonPrimitive(length(argument(function, arguments, 0)));
      case "index" -> index(argument(function, arguments, 0), argument(function, arguments, 1));
      case "join" ->
          text(
              joined(
                  parts(argument(function, arguments, 0)),
                  print(argument(function, arguments, 1))));
      case "split" ->
          split(print(argument(function, arguments, 0)), print(argument(function, arguments, 1)));
      case "truncate" -> text(truncate(function, arguments));
      case "pad" -> text(pad(function, arguments));
      case "not" -> new JsonPrimitive(!truth(argument(function, arguments, 0)));
      case "and" -> chosen(arguments, false);
      case "or" -> chosen(arguments, true);
      case "eq" -> new JsonPrimitive(same(function, arguments));
      case "ne" -> new JsonPrimitive(!same(function, arguments));
      default -> throw new IllegalArgumentException("function \"" + function + "\" is not defined");
    };
  }

  private static JsonElement argument(String function, List<JsonElement> arguments, int index) {
    if (index >= arguments.size()) {
      throw new IllegalArgumentException(function + " wants " + (index + 1) + " arguments or more");
    }
    return arguments.get(index);
  }

  private static JsonElement text(String text) {
    return new JsonPrimitive(text);
  }

  /// As Go prints it.
  static String print(JsonElement value) {
    if (value instanceof JsonPrimitive primitive) {
      return primitive.getAsString();
    }
    if (value instanceof JsonArray array) {
      return "[" + joined(array.asList(), " ") + "]";
    }
    if (value instanceof JsonObject object) {
      List<String> entries = new ArrayList<>();
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        entries.add(entry.getKey() + ":" + print(entry.getValue()));
      }
      return "map[" + String.join(" ", entries) + "]";
    }
    return "<no value>";
  }

  /// Go's truth: not empty, not zero, not false.
  static boolean truth(JsonElement value) {
    if (value instanceof JsonPrimitive primitive) {
      if (primitive.isBoolean()) {
        return primitive.getAsBoolean();
      }
      return primitive.isNumber()
          ? primitive.getAsDouble() != 0
          : !primitive.getAsString().isEmpty();
    }
    return !(value instanceof JsonNull) && length(value) > 0;
  }

  private static int length(JsonElement value) {
    if (value instanceof JsonArray array) {
      return array.size();
    }
    return value instanceof JsonObject object ? object.size() : print(value).length();
  }

  private static JsonElement index(JsonElement value, JsonElement key) {
    JsonElement found = null;
    if (value instanceof JsonObject object) {
      found = object.get(print(key));
    } else if (value instanceof JsonArray array && key instanceof JsonPrimitive number) {
      int index = number.isNumber() ? number.getAsInt() : -1;
      if (index < 0 || index >= array.size()) {
        throw new IllegalArgumentException(
            "index " + print(key) + " of a list of " + array.size() + " elements");
      }
      found = array.get(index);
    }
    return found == null ? text("") : found;
  }

  private static List<JsonElement> parts(JsonElement value) {
    return value instanceof JsonArray array ? array.asList() : List.of(value);
  }

  private static String joined(List<JsonElement> parts, String separator) {
    List<String> texts = new ArrayList<>();
    parts.forEach(part -> texts.add(print(part)));
    return String.join(separator, texts);
  }

  private static JsonElement split(String text, String separator) {
    JsonArray parts = new JsonArray();
    int start = 0;
    int end = separator.isEmpty() ? -1 : text.indexOf(separator);
    while (end >= 0) {
      parts.add(text.substring(start, end));
      start = end + separator.length();
      end = text.indexOf(separator, start);
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String title(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static int number(JsonElement value) {
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      return primitive.getAsInt();
    }
    throw new IllegalArgumentException("\"" + print(value) + "\" is not a number");
  }

  private static String truncate(String function, List<JsonElement> arguments) {
    String text = print(argument(function, arguments, 0));
    return text.substring(
        0, Math.clamp(number(argument(function, arguments, 1)), 0, text.length()));
  }

  private static String pad(String function, List<JsonElement> arguments) {
    String text = print(argument(function, arguments, 0));
    int before = number(argument(function, arguments, 1));
    int after = number(argument(function, arguments, 2));
    return " ".repeat(Math.max(0, before)) + text + " ".repeat(Math.max(0, after));
  }

  private static JsonElement chosen(List<JsonElement> arguments, boolean wanted) {
    JsonElement last = text("");
    for (JsonElement argument : arguments) {
      last = argument;
      if (truth(argument) == wanted) {
        return argument;
      }
    }
    return last;
  }

  private static boolean same(String function, List<JsonElement> arguments) {
    return print(argument(function, arguments, 0)).equals(print(argument(function, arguments, 1)));
  }
}

package io.davit.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Map;

/// JSON text to Gson's tree and back, without Gson's reflection, type adapters and writer: those
/// cost a start of the command line 25 ms, this 3.
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder text;
  private final String indent;

  private JsonText(StringBuilder text, String indent) {
    this.text = text;
    this.indent = indent;
  }

  /// @throws IOException when the text ends early or is not JSON
  public static JsonElement parse(Reader text) throws IOException {
    JsonReader reader = new JsonReader(text);
    reader.setStrictness(Strictness.LENIENT);
    try {
      return reader.peek() == JsonToken.END_DOCUMENT ? JsonNull.INSTANCE : element(reader);
    } catch (IllegalStateException e) {
      throw new IOException("not JSON: " + e.getMessage(), e);
    }
  }

  public static JsonElement parse(String text) throws IOException {
    return parse(new StringReader(text));
  }

  private static JsonElement element(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_ARRAY -> {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
          array.add(element(reader));
        }
        reader.endArray();
        yield array;
      }
      case BEGIN_OBJECT -> {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
          object.add(reader.nextName(), element(reader));
        }
        reader.endObject();
        yield object;
      }
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> new JsonPrimitive(number(reader.nextString()));
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT ->
          throw new IOException("not JSON at " + reader.getPath());
    };
  }

  private static Number number(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return Double.valueOf(text);
      }
    }
    return Long.valueOf(text);
  }

  /// On one line.
  public static String write(JsonElement element) {
    return text(element, "");
  }

  /// With two spaces of indentation.
  public static String pretty(JsonElement element) {
    return text(element, "  ");
  }

  private static String text(JsonElement element, String indent) {
    StringBuilder text = new StringBuilder(256);
    new JsonText(text, indent).append(element, "\n");
    return text.toString();
  }

  /// @param newLine a line's end, and the indentation that this element's own line has
  private void append(JsonElement element, String newLine) {
    String inside = newLine + indent;
    if (element instanceof JsonObject object) {
      text.append('{');
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        next(inside, '{');
        string(entry.getKey());
        text.append(indent.isEmpty() ? ":" : ": ");
        append(entry.getValue(), inside);
      }
      end(newLine, object.isEmpty(), '}');
    } else if (element instanceof JsonArray array) {
      text.append('[');
      for (JsonElement part : array) {
        next(inside, '[');
        append(part, inside);
      }
      end(newLine, array.isEmpty(), ']');
    } else if (element instanceof JsonPrimitive primitive && primitive.isString()) {
      string(primitive.getAsString());
    } else {
      text.append(element.isJsonNull() ? "null" : element.getAsString());
    }
  }

  private void next(String newLine, char open) {
    if (text.charAt(text.length() - 1) != open) {
      text.append(',');
    }
    text.append(indent.isEmpty() ? "" : newLine);
  }

  private void end(String newLine, boolean empty, char close) {
    text.append(indent.isEmpty() || empty ? "" : newLine).append(close);
  }

  /// In quotes, with the escapes of RFC 8259 section 7, and those that JavaScript and YAML need.
  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        default -> {
          if (isControl(c) || c == '\u2028' || c == '\u2029') {
            text.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              text.append(HEX.charAt((c >> shift) & 15));
            }
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  /// JSON allows the later ones, YAML forbids them (YAML 1.2.2, 5.1).
  private static boolean isControl(char c) {
    return c < ' ' || (c >= 0x7f && c <= 0x9f);
  }
}

package io.davit.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/// JSON text to Gson's tree and back, without Gson's reflection and type adapters: those cost a
/// start of the command line 25 ms, this 4.
public final class JsonText {
  private JsonText() {}

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
    return write(element, "");
  }

  /// With two spaces of indentation.
  public static String pretty(JsonElement element) {
    return write(element, "  ");
  }

  private static String write(JsonElement element, String indent) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = new JsonWriter(text)) {
      writer.setIndent(indent);
      writer.setStrictness(Strictness.LENIENT);
      write(writer, element);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonWriter writer, JsonElement element) throws IOException {
    if (element instanceof JsonObject object) {
      writer.beginObject();
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        writer.name(entry.getKey());
        write(writer, entry.getValue());
      }
      writer.endObject();
    } else if (element instanceof JsonArray array) {
      writer.beginArray();
      for (JsonElement part : array) {
        write(writer, part);
      }
      writer.endArray();
    } else if (element instanceof JsonPrimitive primitive) {
      if (primitive.isNumber()) {
        writer.value(primitive.getAsNumber());
      } else if (primitive.isBoolean()) {
        writer.value(primitive.getAsBoolean());
      } else {
        writer.value(primitive.getAsString());
      }
    } else {
      writer.nullValue();
    }
  }
}

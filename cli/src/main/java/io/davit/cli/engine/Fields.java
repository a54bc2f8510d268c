package io.davit.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON object read by field name. What is absent, null or of another type reads as empty, zero
/// or false: the engine may be older or newer than this command line.
public record Fields(JsonObject json) {
  public static final Fields EMPTY = new Fields(new JsonObject());

  public static Fields of(JsonElement element) {
    return element instanceof JsonObject object ? new Fields(object) : EMPTY;
  }

  public boolean has(String name) {
    return !(value(name) instanceof JsonNull);
  }

  public JsonElement value(String name) {
    JsonElement value = json.get(name);
    return value == null ? JsonNull.INSTANCE : value;
  }

  public String text(String name) {
    return value(name) instanceof JsonPrimitive primitive ? primitive.getAsString() : "";
  }

  public long number(String name) {
    return value(name) instanceof JsonPrimitive primitive && primitive.isNumber()
        ? primitive.getAsLong()
        : 0;
  }

  public boolean flag(String name) {
    return value(name) instanceof JsonPrimitive primitive
        && primitive.isBoolean()
        && primitive.getAsBoolean();
  }

  public Fields object(String name) {
    return of(value(name));
  }

  public List<Fields> objects(String name) {
    return list(value(name));
  }

  /// The objects of an array; of anything else none.
  public static List<Fields> list(JsonElement element) {
    List<Fields> objects = new ArrayList<>();
    if (element instanceof JsonArray array) {
      for (JsonElement part : array) {
        objects.add(of(part));
      }
    }
    return objects;
  }

  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (value(name) instanceof JsonArray array) {
      for (JsonElement part : array) {
        if (part instanceof JsonPrimitive primitive) {
          texts.add(primitive.getAsString());
        }
      }
    }
    return texts;
  }

  /// An object whose values are texts, such as labels.
  public Map<String, String> map(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String key : object(name).json().keySet()) {
      map.put(key, object(name).text(key));
    }
    return map;
  }
}

package io.davit.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An object of a JSON document that others wrote: what is absent or null is empty, what has
/// another type than expected is refused by the name of the document and of the field.
///
/// @param document for the text of failures: `index.json`
record JsonFields(String document, JsonObject object) {
  static JsonFields parse(String document, byte[] bytes) {
    return new JsonFields(document, object(document, "the document", element(document, bytes)));
  }

  /// A document that is an array of objects.
  static List<JsonFields> parseArray(String document, byte[] bytes) {
    return objects(document, "the document", element(document, bytes));
  }

  String text(String name) {
    return optionalText(name).orElse("");
  }

  Optional<String> optionalText(String name) {
    return get(name).map(value -> asText(name, value));
  }

  long number(String name) {
    return get(name).map(value -> asNumber(name, value)).orElse(0L);
  }

  boolean flag(String name) {
    return get(name).map(value -> asText(name, value).equals("true")).orElse(false);
  }

  /// RFC 3339; the epoch where there is none.
  Instant time(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      return Instant.EPOCH;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      throw wrong(document, name, "no time");
    }
  }

  JsonFields child(String name) {
    return get(name)
        .map(value -> new JsonFields(document, object(document, name, value)))
        .orElseGet(() -> new JsonFields(document, new JsonObject()));
  }

  boolean has(String name) {
    return get(name).isPresent();
  }

  List<JsonFields> children(String name) {
    return get(name).map(value -> objects(document, name, value)).orElse(List.of());
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    get(name)
        .ifPresent(
            value -> {
              if (!value.isJsonArray()) {
                throw wrong(document, name, "no list");
              }
              value.getAsJsonArray().forEach(item -> texts.add(asText(name, item)));
            });
    return texts;
  }

  /// The names of an object used as a set.
  List<String> names(String name) {
    return List.copyOf(child(name).object.keySet());
  }

  Map<String, String> textMap(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    child(name).object.asMap().forEach((key, value) -> map.put(key, asText(name, value)));
    return map;
  }

  private Optional<JsonElement> get(String name) {
    return Optional.ofNullable(object.get(name)).filter(value -> !value.isJsonNull());
  }

  private String asText(String name, JsonElement value) {
    if (!value.isJsonPrimitive()) {
      throw wrong(document, name, "no text");
    }
    return value.getAsString();
  }

  private long asNumber(String name, JsonElement value) {
    try {
      return value.getAsLong();
    } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException _) {
      throw wrong(document, name, "no whole number");
    }
  }

  private static JsonElement element(String document, byte[] bytes) {
    try {
      return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonParseException e) {
      throw new InvalidInput(
          "\"" + document + "\" is no JSON",
          Optional.of(new Resource("document", document)),
          Optional.of("make the archive again"),
          e);
    }
  }

  private static JsonObject object(String document, String name, JsonElement value) {
    if (!value.isJsonObject()) {
      throw wrong(document, name, "no object");
    }
    return value.getAsJsonObject();
  }

  private static List<JsonFields> objects(String document, String name, JsonElement value) {
    if (!value.isJsonArray()) {
      throw wrong(document, name, "no list");
    }
    JsonArray array = value.getAsJsonArray();
    List<JsonFields> objects = new ArrayList<>();
    for (JsonElement item : array) {
      objects.add(new JsonFields(document, object(document, name, item)));
    }
    return objects;
  }

  private static InvalidInput wrong(String document, String name, String why) {
    return new InvalidInput(
        "\"" + name + "\" of \"" + document + "\" is " + why,
        new Resource("document", document),
        "make the archive again");
  }
}

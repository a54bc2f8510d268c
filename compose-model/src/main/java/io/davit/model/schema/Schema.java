package io.davit.model.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/// What editors know of a value: JSON Schema 2020-12. Any scalar may be a text instead, because
/// variables are texts until they are expanded.
///
/// @param json not to be changed
public record Schema(JsonObject json) {
  static final Schema ANY = new Schema(new JsonObject());
  static final Schema STRING = type("string");
  static final Schema SCALAR = type("string", "number", "boolean", "null");
  static final Schema STRING_OR_NUMBER = type("string", "number");
  static final Schema BOOL = type("boolean", "string");
  static final Schema INTEGER = type("integer", "string");
  static final Schema NUMBER = type("number", "string");

  static Schema type(String... types) {
    JsonObject json = new JsonObject();
    if (types.length == 1) {
      json.addProperty("type", types[0]);
    } else {
      json.add("type", texts(List.of(types)));
    }
    return new Schema(json);
  }

  /// One of some words, or a variable.
  static Schema words(List<String> words) {
    JsonObject known = new JsonObject();
    known.add("enum", texts(words));
    JsonObject variable = new JsonObject();
    variable.addProperty("type", "string");
    variable.addProperty("pattern", "\\$");
    return anyOf(new Schema(known), new Schema(variable));
  }

  static Schema anyOf(Schema... schemas) {
    JsonArray all = new JsonArray();
    for (Schema schema : schemas) {
      all.add(schema.json());
    }
    JsonObject json = new JsonObject();
    json.add("anyOf", all);
    return new Schema(json);
  }

  static Schema list(Schema item) {
    JsonObject json = type("array").json().deepCopy();
    json.add("items", item.json());
    return new Schema(json);
  }

  /// A mapping whose keys the user chooses.
  static Schema map(Schema value) {
    JsonObject json = type("object").json().deepCopy();
    json.add("additionalProperties", value.json());
    return new Schema(json);
  }

  Schema orNull() {
    return anyOf(this, type("null"));
  }

  /// Of a mapping: one more key, or another value of a known one.
  Schema withProperty(String name, Schema value) {
    JsonObject more = json.deepCopy();
    more.getAsJsonObject("properties").add(name, value.json());
    return new Schema(more);
  }

  /// Of a mapping that is nothing without some of its keys.
  Schema requiring(List<String> keys) {
    JsonObject more = json.deepCopy();
    more.add("required", texts(keys));
    return new Schema(more);
  }

  Schema deprecated(String instead) {
    JsonObject more = with("description", "deprecated: " + instead).json();
    more.addProperty("deprecated", true);
    return new Schema(more);
  }

  Schema with(String keyword, String text) {
    JsonObject more = json.deepCopy();
    more.addProperty(keyword, text);
    return new Schema(more);
  }

  private static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}

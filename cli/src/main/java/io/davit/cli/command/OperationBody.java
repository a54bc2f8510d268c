package io.davit.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Builds the JSON of a [io.davit.api.ProjectRequest] field by field, without reflection; what is
/// false, empty or absent is left out.
final class OperationBody {
  private final JsonObject body = new JsonObject();
  private final JsonObject options = new JsonObject();

  OperationBody services(List<String> services) {
    if (!services.isEmpty()) {
      body.add("Services", array(services));
    }
    return this;
  }

  OperationBody model(JsonElement model) {
    body.add("Model", model);
    return this;
  }

  /// In place of the model: the engine is to read the files.
  OperationBody files(JsonObject files) {
    body.add("Files", files);
    return this;
  }

  OperationBody flag(String name, boolean value) {
    if (value) {
      options.addProperty(name, true);
    }
    return this;
  }

  OperationBody number(String name, OptionalInt value) {
    value.ifPresent(number -> options.addProperty(name, number));
    return this;
  }

  OperationBody text(String name, String value) {
    if (!value.isEmpty()) {
      options.addProperty(name, value);
    }
    return this;
  }

  OperationBody numbers(String name, Map<String, Integer> values) {
    if (!values.isEmpty()) {
      JsonObject object = new JsonObject();
      values.forEach(object::addProperty);
      options.add(name, object);
    }
    return this;
  }

  OperationBody run(JsonObject run) {
    options.add("Run", run);
    return this;
  }

  static JsonArray array(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  JsonObject json() {
    if (!options.isEmpty()) {
      body.add("Options", options);
    }
    return body;
  }
}

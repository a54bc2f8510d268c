package io.davit.executor.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The `filters` parameter: `{"label":["a=b"]}`, or Docker's older `{"label":{"a=b":true}}`.
final class Filters {
  private Filters() {}

  static Map<String, List<String>> parse(String json) {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    if (json.isBlank()) {
      return filters;
    }
    try {
      JsonObject object = JsonParser.parseString(json).getAsJsonObject();
      object.entrySet().forEach(entry -> filters.put(entry.getKey(), values(entry.getValue())));
      return filters;
    } catch (JsonParseException | IllegalStateException e) {
      throw new InvalidInput(
          "invalid filter: " + json,
          new Resource("parameter", "filters"),
          "send a JSON object of lists: {\"label\":[\"a=b\"]}");
    }
  }

  private static List<String> values(JsonElement element) {
    return switch (element) {
      case JsonArray array -> {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.getAsString()));
        yield List.copyOf(values);
      }
      case JsonObject object -> List.copyOf(object.keySet());
      case JsonPrimitive single -> List.of(single.getAsString());
      default -> throw new JsonParseException("neither a list nor an object");
    };
  }

  /// @throws InvalidInput for a key that is not known
  static void check(Map<String, List<String>> filters, Set<String> known) {
    for (String key : filters.keySet()) {
      if (!known.contains(key)) {
        throw new InvalidInput(
            "invalid filter '" + key + "'",
            new Resource("filter", key),
            "use one of " + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  /// Whether the labels have what every `label` value asks for: `key` or `key=value`.
  static boolean labels(Map<String, List<String>> filters, Map<String, String> labels) {
    return filters.getOrDefault("label", List.of()).stream()
        .allMatch(
            wanted -> {
              int equals = wanted.indexOf('=');
              return equals < 0
                  ? labels.containsKey(wanted)
                  : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
            });
  }

  /// Whether a key is not asked for, or a value of it holds.
  static boolean any(
      Map<String, List<String>> filters,
      String key,
      java.util.function.Predicate<String> predicate) {
    List<String> values = filters.getOrDefault(key, List.of());
    return values.isEmpty() || values.stream().anyMatch(predicate);
  }
}

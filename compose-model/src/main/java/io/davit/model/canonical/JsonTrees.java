package io.davit.model.canonical;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.davit.model.Provenance;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Kind;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Trees to JSON, JSON to nodes.
final class JsonTrees {
  private static final SourceSpan NOWHERE = new SourceSpan("project", 1, 1, 1);

  private JsonTrees() {}

  static JsonElement toJson(@Nullable Object tree) {
    if (tree == null) {
      return JsonNull.INSTANCE;
    }
    if (tree instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, value) -> object.add(String.valueOf(key), toJson(value)));
      return object;
    }
    if (tree instanceof List<?> list) {
      JsonArray array = new JsonArray(list.size());
      list.forEach(item -> array.add(toJson(item)));
      return array;
    }
    if (tree instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    return tree instanceof Number number
        ? new JsonPrimitive(number)
        : new JsonPrimitive(tree.toString());
  }

  /// Nodes at the places that they were written at.
  static Mapping toNode(JsonObject json, Provenance provenance) {
    return (Mapping) toNode(json, "", NOWHERE, provenance);
  }

  private static Node toNode(
      JsonElement json, String path, SourceSpan around, Provenance provenance) {
    SourceSpan span = path.isEmpty() ? around : provenance.spans().getOrDefault(path, around);
    String prefix = path.isEmpty() ? "" : path + ".";
    return switch (json) {
      case JsonObject object -> {
        Map<String, Entry> entries = new LinkedHashMap<>();
        object
            .asMap()
            .forEach(
                (key, value) -> {
                  Node node = toNode(value, prefix + key, span, provenance);
                  entries.put(key, new Entry(node.span(), node));
                });
        yield new Mapping(entries, span);
      }
      case JsonArray array -> {
        List<Node> items = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
          items.add(toNode(array.get(i), prefix + i, span, provenance));
        }
        yield new Sequence(items, span);
      }
      case JsonPrimitive primitive -> scalar(primitive, span);
      default -> Scalar.absent(span);
    };
  }

  private static Scalar scalar(JsonPrimitive primitive, SourceSpan span) {
    String text = primitive.getAsString();
    if (primitive.isBoolean()) {
      return new Scalar(text, Kind.BOOL, span);
    }
    if (primitive.isNumber()) {
      return new Scalar(text, text.indexOf('.') < 0 ? Kind.INT : Kind.FLOAT, span);
    }
    return Scalar.string(text, span);
  }
}

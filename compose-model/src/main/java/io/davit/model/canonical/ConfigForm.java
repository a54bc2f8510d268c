package io.davit.model.canonical;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.davit.model.schema.NaturalOrder;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/// What `config` shows of a project, before it is text.
final class ConfigForm {
  private ConfigForm() {}

  static Mapping of(Mapping canonical, ConfigOptions options) {
    return switch (options) {
      case ALL -> (Mapping) ProjectShape.shape().concise(canonical);
      case UNEXPANDED -> (Mapping) sorted(canonical);
    };
  }

  /// Every mapping by key, as Docker Compose writes what it has not bound to its model.
  private static Node sorted(Node node) {
    return switch (node) {
      case Mapping mapping -> {
        Map<String, Entry> entries = new TreeMap<>(NaturalOrder.INSTANCE);
        mapping
            .entries()
            .forEach(
                (key, entry) ->
                    entries.put(key, new Entry(entry.keySpan(), sorted(entry.value()))));
        yield new Mapping(entries, mapping.span());
      }
      case Sequence sequence ->
          new Sequence(sequence.items().stream().map(ConfigForm::sorted).toList(), sequence.span());
      case Scalar scalar -> scalar;
      case Node.Tagged tagged -> sorted(tagged.node());
    };
  }

  /// Without more ado.
  static JsonObject unexpandedJson(Mapping project) {
    return (JsonObject) element(project, false);
  }

  /// As Docker Compose's JSON: sections by name. A service or job always has `command` and
  /// `entrypoint`, and no `x-` keys; the structures that its writer shows even when nothing is in
  /// them are `ipam`, and `resources` and `placement` of `deploy`. Models, which it leaves out, are
  /// there: services name them, and the text could not be loaded again without.
  static JsonObject json(Mapping project) {
    JsonObject sections = new JsonObject();
    new TreeMap<>(project.entries())
        .forEach(
            (key, entry) ->
                sections.add(
                    key,
                    switch (key) {
                      case "services", "jobs" -> each((Mapping) entry.value(), ConfigForm::service);
                      case "networks" -> each((Mapping) entry.value(), ConfigForm::network);
                      default -> element(entry.value(), true);
                    }));
    return sections;
  }

  private interface Part {
    JsonElement of(Node node);
  }

  private static JsonObject each(Mapping section, Part part) {
    JsonObject json = new JsonObject();
    section.entries().forEach((name, entry) -> json.add(name, part.of(entry.value())));
    return json;
  }

  private static JsonElement network(Node network) {
    JsonElement json = element(network, true);
    if (json instanceof JsonObject object && !object.has("ipam")) {
      object.add("ipam", new JsonObject());
    }
    return json;
  }

  private static JsonElement service(Node node) {
    if (!(node instanceof Mapping service)) {
      return element(node, true);
    }
    Entry none = new Entry(service.span(), Scalar.absent(service.span()));
    Mapping complete = service;
    for (String key : new String[] {"command", "entrypoint"}) {
      complete = complete.entries().containsKey(key) ? complete : complete.with(key, none);
    }
    JsonObject json = new JsonObject();
    ProjectShape.serviceInOrder(complete)
        .entries()
        .forEach(
            (key, entry) -> {
              if (!key.startsWith("x-")) {
                json.add(key, element(entry.value(), true));
              }
            });
    if (json.get("deploy") instanceof JsonObject deploy) {
      for (String key : new String[] {"resources", "placement"}) {
        if (!deploy.has(key)) {
          deploy.add(key, new JsonObject());
        }
      }
    }
    return json;
  }

  private static JsonElement element(Node node, boolean escapeDollars) {
    return switch (node) {
      case Mapping mapping -> {
        JsonObject object = new JsonObject();
        mapping
            .entries()
            .forEach((key, entry) -> object.add(key, element(entry.value(), escapeDollars)));
        yield object;
      }
      case Sequence sequence -> {
        JsonArray array = new JsonArray();
        sequence.items().forEach(item -> array.add(element(item, escapeDollars)));
        yield array;
      }
      case Scalar scalar -> scalar(scalar, escapeDollars);
      case Node.Tagged tagged -> element(tagged.node(), escapeDollars);
    };
  }

  private static JsonElement scalar(Scalar scalar, boolean escapeDollars) {
    return switch (scalar.kind()) {
      case NULL -> JsonNull.INSTANCE;
      case BOOL -> new JsonPrimitive(scalar.text().equals("true"));
      case INT, FLOAT -> new JsonPrimitive(new BigDecimal(scalar.text()));
      case TIMESTAMP -> new JsonPrimitive(scalar.text());
      case STRING ->
          new JsonPrimitive(escapeDollars ? scalar.text().replace("$", "$$") : scalar.text());
    };
  }
}

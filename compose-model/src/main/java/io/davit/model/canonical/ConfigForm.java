package io.davit.model.canonical;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.davit.model.load.LoadedProject;
import io.davit.model.load.UnexpandedProject;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What `config` shows of a project, before it is text.
final class ConfigForm {
  private ConfigForm() {}

  static Mapping of(LoadedProject project, ConfigOptions options) {
    Mapping shown = (Mapping) ProjectShape.shape().concise(project.canonical());
    Optional<Node> services = shown.get("services");
    if (options.services().isEmpty() || services.isEmpty()) {
      return shown;
    }
    Map<String, Entry> selected = new LinkedHashMap<>();
    ((Mapping) services.get())
        .entries()
        .forEach(
            (name, entry) -> {
              if (options.services().contains(name)) {
                selected.put(name, entry);
              }
            });
    Mapping some = new Mapping(selected, services.get().span());
    return shown.with("services", new Entry(some.span(), some));
  }

  static Mapping of(UnexpandedProject project) {
    return (Mapping) ProjectShape.shape().concise(project.canonical());
  }

  /// As Docker Compose's JSON: a service or job always has `command` and `entrypoint`, and no `x-`
  /// keys; models are left out.
  static JsonElement json(Mapping project, ConfigOptions options) {
    JsonObject json = (JsonObject) element(project.without("models"), options);
    for (String section : new String[] {"services", "jobs"}) {
      if (json.get(section) instanceof JsonObject all) {
        for (Map.Entry<String, JsonElement> entry : all.asMap().entrySet()) {
          if (entry.getValue() instanceof JsonObject service) {
            entry.setValue(service(service));
          }
        }
      }
    }
    return json;
  }

  private static JsonObject service(JsonObject service) {
    JsonObject complete = new JsonObject();
    complete.add("command", JsonNull.INSTANCE);
    complete.add("entrypoint", JsonNull.INSTANCE);
    service
        .asMap()
        .forEach(
            (key, value) -> {
              if (!key.startsWith("x-")) {
                complete.add(key, value);
              }
            });
    return complete;
  }

  private static JsonElement element(Node node, ConfigOptions options) {
    return switch (node) {
      case Mapping mapping -> {
        JsonObject object = new JsonObject();
        mapping.entries().forEach((key, entry) -> object.add(key, element(entry.value(), options)));
        yield object;
      }
      case Sequence sequence -> {
        JsonArray array = new JsonArray();
        sequence.items().forEach(item -> array.add(element(item, options)));
        yield array;
      }
      case Scalar scalar -> scalar(scalar, options);
      case Node.Tagged tagged -> element(tagged.node(), options);
    };
  }

  private static JsonElement scalar(Scalar scalar, ConfigOptions options) {
    return switch (scalar.kind()) {
      case NULL -> JsonNull.INSTANCE;
      case BOOL -> new JsonPrimitive(scalar.text().equals("true"));
      case INT, FLOAT -> new JsonPrimitive(new BigDecimal(scalar.text()));
      case TIMESTAMP -> new JsonPrimitive(scalar.text());
      case STRING ->
          new JsonPrimitive(
              options.escapeDollars() ? scalar.text().replace("$", "$$") : scalar.text());
    };
  }
}

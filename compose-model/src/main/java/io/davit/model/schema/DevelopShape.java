package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;
import static io.davit.model.schema.ObjectShape.required;

import io.davit.model.schema.Sequences.Rule;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import java.util.Optional;
import java.util.Set;

/// `develop` (compose-spec develop.md): what is done to a service when files change.
final class DevelopShape {
  private static final Set<String> WITHOUT_TARGET = Set.of("rebuild", "restart");

  private DevelopShape() {}

  static Shape shape() {
    Shape patterns = Sequences.stringOrList(Scalars.string(), Rule.APPEND);
    ObjectShape trigger =
        ObjectShape.of(
            required("path", Scalars.parsed(Scalars.string(), DevelopShape::path)),
            required(
                "action", Scalars.oneOf("sync", "rebuild", "restart", "sync+restart", "sync+exec")),
            optional("target", Scalars.string()),
            optional("exec", HookShapes.inside()),
            optional("include", patterns),
            optional("ignore", patterns),
            optional("initial_sync", Scalars.bool()));
    return ObjectShape.of(optional("watch", Sequences.list(new Trigger(trigger), Rule.APPEND)));
  }

  private static String path(String text) {
    if (text.isBlank()) {
      throw new Malformed("names nothing to watch", "write a directory or a file: \"./src\"");
    }
    return text;
  }

  /// With a target where the action needs one.
  private record Trigger(ObjectShape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      return inner
          .canonical(node, place)
          .filter(trigger -> !place.complete() || isSound((Mapping) trigger, place));
    }

    private static boolean isSound(Mapping trigger, Place place) {
      String action = Mappings.text(trigger, "action").orElse("");
      if (!WITHOUT_TARGET.contains(action) && lacks(trigger, "target", place)) {
        place.error(
            "has no \"target\", which the action %s needs".formatted(action),
            trigger.keySpan("action"),
            "add the path in the container that the files are copied to");
        return false;
      }
      if (action.equals("sync+exec") && lacks(trigger, "exec", place)) {
        place.error(
            "has no \"exec\", which the action sync+exec needs",
            trigger.keySpan("action"),
            "add \"exec: {command: …}\", or write the action sync");
        return false;
      }
      return true;
    }

    private static boolean lacks(Mapping trigger, String key, Place place) {
      boolean empty =
          trigger
              .get(key)
              .filter(value -> !(value instanceof Scalar scalar && scalar.text().isEmpty()))
              .isEmpty();
      return empty && !place.problems().isRefused(trigger.span(), key);
    }
  }
}

package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;
import static io.davit.model.schema.ObjectShape.required;

import io.davit.model.schema.Mappings.Lone;
import io.davit.model.schema.Sequences.Rule;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.Optional;

/// Commands that belong to moments of a service's life (compose-spec 05-services.md#post_start,
/// #pre_stop, #pre_start). A later file's are run after an earlier one's.
final class HookShapes {
  private HookShapes() {}

  /// Run in the service's container.
  static ObjectShape inside() {
    return ObjectShape.of(
        required("command", command()),
        optional("user", Scalars.string()),
        optional("privileged", Scalars.bool()),
        optional("working_dir", Scalars.string()),
        optional("environment", Mappings.keyValues(Lone.PASSED_THROUGH)));
  }

  static Shape allInside() {
    return Sequences.list(inside(), Rule.APPEND);
  }

  /// Run before it, in a container of their own, of the service's image if they name none.
  static Shape allBefore() {
    return Sequences.list(
        ObjectShape.of(
            optional("command", Commands.shape()),
            optional("image", Scalars.parsed(Scalars.string(), ServiceShape::image)),
            optional("user", Scalars.string()),
            optional("privileged", Scalars.bool()),
            optional("working_dir", Scalars.string()),
            optional("environment", Mappings.keyValues(Lone.PASSED_THROUGH)),
            optional("per_replica", Scalars.bool())),
        Rule.APPEND);
  }

  private static Shape command() {
    Shape words = Commands.shape();
    return Shape.of(
        words.schema(),
        (node, place) -> {
          Optional<Node> command = words.canonical(node, place);
          boolean empty = command.filter(HookShapes::isNothing).isPresent();
          if (empty) {
            place.error("runs nothing", node.span(), "write the command: [\"./warm-up.sh\"]");
          }
          return empty ? Optional.empty() : command;
        });
  }

  private static boolean isNothing(Node command) {
    return switch (command) {
      case Sequence words -> words.items().isEmpty();
      case Scalar text -> text.text().isBlank();
      case Node.Mapping _, Node.Tagged _ -> false;
    };
  }
}

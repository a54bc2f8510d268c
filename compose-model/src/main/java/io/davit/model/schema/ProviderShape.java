package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;
import static io.davit.model.schema.ObjectShape.required;

import io.davit.model.schema.Sequences.Rule;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `provider` (compose-spec 05-services.md#provider): another program brings the service up.
final class ProviderShape {
  private ProviderShape() {}

  static Shape shape() {
    return ObjectShape.of(
        required("type", Scalars.string()),
        optional("options", Mappings.map(new Option(), Mappings.Entries.MERGED)));
  }

  /// One value or several. Until all files are read, one value stays one: a later one replaces it,
  /// while later lists are appended.
  private record Option() implements Shape {
    @Override
    public Schema schema() {
      return Schema.anyOf(Schema.SCALAR, VALUES.schema());
    }

    private static final Shape VALUES = Sequences.list(text(), Rule.APPEND);

    private static Shape text() {
      return Shape.of(
          Schema.SCALAR,
          (node, place) ->
              node instanceof Scalar scalar && !scalar.isNull()
                  ? Optional.of(scalar.as(scalar.text(), Node.Kind.STRING))
                  : Scalars.string().canonical(node, place));
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      if (!(node instanceof Scalar)) {
        return VALUES.canonical(node, place);
      }
      return text()
          .canonical(node, place)
          .map(one -> place.complete() ? new Sequence(List.of(one), one.span()) : one);
    }

    @Override
    public Node merge(Node base, Node override) {
      if (base instanceof Sequence first && override instanceof Sequence second) {
        List<Node> all = new ArrayList<>(first.items());
        all.addAll(second.items());
        return new Sequence(all, second.span());
      }
      return override;
    }
  }
}

package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Scalar;
import java.util.Optional;
import java.util.function.Function;

/// A text of which some values are not honoured.
///
/// @param support of a canonical text
record Limited(Shape inner, Function<String, Support> support) implements Around {
  @Override
  public Optional<Node> canonical(Node node, Place place) {
    return inner.canonical(node, place);
  }

  @Override
  public void unhonoured(Node node, Place place) {
    if (node instanceof Scalar scalar) {
      support.apply(scalar.text()).tell(place, "is \"%s\"".formatted(scalar.text()), scalar.span());
    }
  }
}

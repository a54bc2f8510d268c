package io.davit.model.schema;

import io.davit.model.yaml.Node;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A shape that sees a value rewritten.
record Rewritten(UnaryOperator<Node> rewrite, Shape inner) implements Around {
  @Override
  public Optional<Node> canonical(Node node, Place place) {
    return inner.canonical(rewrite.apply(node), place);
  }
}

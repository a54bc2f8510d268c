package io.davit.model.schema;

import io.davit.model.yaml.Node;

/// A shape in front of another: it reads more than the inner one, into the same canonical form.
interface Around extends Shape {
  Shape inner();

  @Override
  default Node merge(Node base, Node override) {
    return inner().merge(base, override);
  }

  @Override
  default boolean nullable() {
    return inner().nullable();
  }

  @Override
  default boolean mergesTexts() {
    return inner().mergesTexts();
  }

  @Override
  default Node concise(Node node) {
    return inner().concise(node);
  }

  @Override
  default void unhonoured(Node node, Place place) {
    inner().unhonoured(node, place);
  }

  @Override
  default Schema schema() {
    return inner().schema();
  }

  @Override
  default Schema itemSchema() {
    return inner().itemSchema();
  }
}

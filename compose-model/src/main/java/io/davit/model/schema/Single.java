package io.davit.model.schema;

import io.davit.model.yaml.Node;
import java.util.Optional;

/// The shape of a value that has no parts: it is read in one go.
record Single(Schema schema, Shape.Reader reader) implements Shape {
  @Override
  public Optional<Node> canonical(Node node, Place place) {
    Optional<Node> read = reader.read(node, place);
    return place.asWritten() ? read.map(_ -> node) : read;
  }
}

package io.davit.model.schema;

import io.davit.model.yaml.Node;
import java.util.Optional;

/// How a value may be written, what its canonical (long) form is, and how a later file changes it.
/// Canonical forms are fixed points: `canonical(canonical(x))` is `canonical(x)`.
public interface Shape {
  /// The long form. Empty when the value is wrong, which the place's problems then say.
  ///
  /// @param node never [Node.Tagged]
  Optional<Node> canonical(Node node, Place place);

  /// What editors know of it.
  Schema schema();

  /// What editors know of it as an item of a list. An item is replaced as a whole, never merged, so
  /// that what is required stands in it.
  default Schema itemSchema() {
    return schema();
  }

  /// Both canonical. The default is the rule for scalars: the later one replaces (compose-spec
  /// 13-merge.md).
  default Node merge(Node base, Node override) {
    return override;
  }

  /// Whether null is a value. Where it is none, a later file's null changes nothing.
  default boolean nullable() {
    return false;
  }

  /// Whether a text stands for a part of the value, so that it is merged and does not replace.
  default boolean mergesTexts() {
    return false;
  }

  /// A canonical value without what says nothing: attributes that are empty, false or zero.
  default Node concise(Node node) {
    return node;
  }

  /// Tells what of a canonical value Davit does not honour: warnings where something else happens
  /// instead, errors where the project could not be brought up as declared.
  default void unhonoured(Node node, Place place) {}

  /// Reads a node at a place, as [#canonical] does.
  interface Reader {
    Optional<Node> read(Node node, Place place);
  }

  /// The shape of a single value.
  static Shape of(Schema schema, Reader reader) {
    return new Single(schema, reader);
  }

  /// As [#canonical], and a merge directive stays around the value. A null that is no value stays
  /// until all files are merged: it changes nothing, and is wrong only when it is all there is.
  default Optional<Node> apply(Node node, Place place) {
    if (node instanceof Node.Tagged(Node.Directive directive, Node inner)) {
      return directive == Node.Directive.RESET
          ? Optional.of(node)
          : apply(inner, place).map(value -> new Node.Tagged(directive, value));
    }
    boolean later = Mappings.isNull(node) && !nullable() && place.isPart();
    return later || place.isOpen(node) ? Optional.of(node) : canonical(node, place);
  }
}

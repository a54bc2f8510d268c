package io.davit.model.load;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Directive;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.model.yaml.Node.Tagged;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What becomes of merge directives.
final class Merging implements Node.Visitor<Node> {
  private Merging() {}

  /// A tree without `!reset` values, and with `!override` values in their own right: the end of
  /// merging it.
  static Mapping withoutDirectives(Mapping mapping) {
    return (Mapping) mapping.accept(new Merging());
  }

  /// A value in its own right; a `!reset` one is nothing, which an empty mapping says.
  static Node withoutDirectives(Node node) {
    return isReset(node) ? new Mapping(Map.of(), node.span()) : node.accept(new Merging());
  }

  /// A tree with the directives of another one, at their places: what has merged already merges
  /// once more, with all that it takes away.
  static Mapping withDirectives(Mapping directives, Mapping merged) {
    Map<String, Entry> entries = new LinkedHashMap<>(merged.entries());
    directives
        .entries()
        .forEach(
            (key, entry) -> {
              Entry into = merged.entries().get(key);
              if (isReset(entry.value())) {
                entries.put(key, entry);
              } else if (into != null && entry.value() instanceof Tagged) {
                entries.put(
                    key, new Entry(into.keySpan(), new Tagged(Directive.OVERRIDE, into.value())));
              } else if (into != null
                  && entry.value() instanceof Mapping inner
                  && into.value() instanceof Mapping value) {
                entries.put(key, new Entry(into.keySpan(), withDirectives(inner, value)));
              }
            });
    return new Mapping(entries, merged.span());
  }

  @Override
  public Node scalar(Scalar scalar) {
    return scalar;
  }

  @Override
  public Node mapping(Mapping mapping) {
    return mapping.each(
        (_, entry) ->
            isReset(entry.value()) ? Optional.empty() : Optional.of(entry.value().accept(this)));
  }

  @Override
  public Node sequence(Sequence sequence) {
    return sequence.each(item -> item.accept(this));
  }

  @Override
  public Node tagged(Tagged tagged) {
    return tagged.node().accept(this);
  }

  private static boolean isReset(Node node) {
    return node instanceof Tagged tagged && tagged.directive() == Directive.RESET;
  }
}

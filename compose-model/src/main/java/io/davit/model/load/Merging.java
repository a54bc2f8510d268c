package io.davit.model.load;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The end of merging: directives that found nothing to change go. A tree comes out without
/// `!reset` values, and with `!override` values in their own right.
final class Merging implements Node.Visitor<Node> {
  private Merging() {}

  static Mapping withoutDirectives(Mapping mapping) {
    return (Mapping) mapping.accept(new Merging());
  }

  @Override
  public Node scalar(Scalar scalar) {
    return scalar;
  }

  @Override
  public Node mapping(Mapping mapping) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!isReset(entry.value())) {
                entries.put(key, new Entry(entry.keySpan(), entry.value().accept(this)));
              }
            });
    return new Mapping(entries, mapping.span());
  }

  @Override
  public Node sequence(Sequence sequence) {
    List<Node> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      if (!isReset(item)) {
        items.add(item.accept(this));
      }
    }
    return new Sequence(items, sequence.span());
  }

  @Override
  public Node tagged(Node.Tagged tagged) {
    return tagged.node().accept(this);
  }

  private static boolean isReset(Node node) {
    return node instanceof Node.Tagged tagged && tagged.directive() == Node.Directive.RESET;
  }
}

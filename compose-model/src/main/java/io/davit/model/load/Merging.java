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

/// The end of merging: directives that found nothing to change.
final class Merging {
  private Merging() {}

  /// The tree without `!reset` values, and with `!override` values in their own right.
  static Mapping withoutDirectives(Mapping mapping) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!isReset(entry.value())) {
                entries.put(key, new Entry(entry.keySpan(), plain(entry.value())));
              }
            });
    return new Mapping(entries, mapping.span());
  }

  private static boolean isReset(Node node) {
    return node instanceof Node.Tagged tagged && tagged.directive() == Node.Directive.RESET;
  }

  private static Node plain(Node node) {
    return switch (node) {
      case Scalar scalar -> scalar;
      case Mapping mapping -> withoutDirectives(mapping);
      case Sequence sequence -> {
        List<Node> items = new ArrayList<>();
        for (Node item : sequence.items()) {
          if (!isReset(item)) {
            items.add(plain(item));
          }
        }
        yield new Sequence(items, sequence.span());
      }
      case Node.Tagged tagged -> plain(tagged.node());
    };
  }
}

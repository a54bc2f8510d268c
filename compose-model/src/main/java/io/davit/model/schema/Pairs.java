package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.model.yaml.PlainScalars;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// `KEY: VALUE` in the notation of a list, `KEY=VALUE`: to it a file's mapping is brought when
/// another file, of which nothing is expanded, has a list.
final class Pairs {
  /// Of several with the same key the last one counts, at the place of the first.
  static final Shape LIST =
      Sequences.list(
          Scalars.string(),
          Sequences.Rule.keyedText(
              text -> text.indexOf('=') < 0 ? text : text.substring(0, text.indexOf('='))));

  private Pairs() {}

  /// @param node as written: a list already, or a mapping; a value may be a list of values
  static Sequence of(Node node) {
    if (node instanceof Sequence list) {
      return list;
    }
    List<Node> pairs = new ArrayList<>();
    if (node instanceof Mapping mapping) {
      new TreeMap<>(mapping.entries()).forEach((key, entry) -> add(key, entry.value(), pairs));
    }
    return new Sequence(pairs, node.span());
  }

  private static void add(String key, Node value, List<Node> pairs) {
    if (value instanceof Sequence several) {
      several.items().forEach(one -> add(key, one, pairs));
    } else if (value instanceof Scalar scalar) {
      String text = scalar.isNull() ? key : key + '=' + PlainScalars.asText(scalar);
      pairs.add(Scalar.string(text, scalar.span()));
    } else if (value instanceof Node.Tagged(Node.Directive directive, Node inner)) {
      if (directive == Node.Directive.OVERRIDE) {
        add(key, inner, pairs);
      }
    }
  }
}

package io.davit.model.load;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// Reading and rewriting canonical trees.
final class Trees {
  private Trees() {}

  static Mapping child(Mapping mapping, String key) {
    return mapping
        .get(key)
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .orElseGet(() -> new Mapping(Map.of(), mapping.span()));
  }

  static List<Node> items(Mapping mapping, String key) {
    return mapping.get(key).orElse(mapping) instanceof Sequence list ? list.items() : List.of();
  }

  static Optional<Scalar> scalar(Mapping mapping, String key) {
    return mapping.get(key).filter(Scalar.class::isInstance).map(Scalar.class::cast);
  }

  static String text(Mapping mapping, String key) {
    return scalar(mapping, key).map(Scalar::text).orElse("");
  }

  /// A mapping with the value of one key changed, if it is there.
  static Mapping edit(Mapping mapping, String key, UnaryOperator<Node> change) {
    Entry entry = mapping.entries().get(key);
    return entry == null ? mapping : mapping.with(key, entry.with(change.apply(entry.value())));
  }

  /// As [#edit], of a value that is a mapping; others stay, such as a variable that is not
  /// expanded.
  static Mapping editChild(Mapping mapping, String key, UnaryOperator<Mapping> change) {
    return edit(mapping, key, value -> value instanceof Mapping m ? change.apply(m) : value);
  }

  /// A mapping of mappings with each of them changed; null counts as an empty one.
  static Mapping editEach(Mapping mapping, BiFunction<String, Mapping, Node> change) {
    return mapping.each(
        (key, entry) ->
            Optional.of(
                change.apply(
                    key,
                    entry.value() instanceof Mapping inner
                        ? inner
                        : new Mapping(Map.of(), entry.keySpan()))));
  }

  /// A project with all that it runs changed: services and jobs.
  static Mapping editContainers(Mapping project, BiFunction<String, Mapping, Node> change) {
    return edit(
        edit(project, "services", services -> editEach((Mapping) services, change)),
        "jobs",
        jobs -> editEach((Mapping) jobs, change));
  }

  static Mapping editValues(Mapping mapping, UnaryOperator<Node> change) {
    return mapping.each((_, entry) -> Optional.of(change.apply(entry.value())));
  }

  static Node editItems(Node node, UnaryOperator<Node> change) {
    return node instanceof Sequence list ? list.each(change) : node;
  }
}

package io.davit.model.bind;

import io.davit.model.schema.Durations;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.problem.SourceSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the values of a canonical mapping.
///
/// @param span the place of the whole
record Fields(Mapping mapping, SourceSpan span) {
  static Fields of(Node node, SourceSpan span) {
    return new Fields(
        node instanceof Mapping mapping ? mapping : new Mapping(Map.of(), span), span);
  }

  /// Of an item of a list.
  static Fields of(Node node) {
    return of(node, node.span());
  }

  boolean has(String key) {
    return mapping.entries().containsKey(key);
  }

  Fields child(String key) {
    Entry entry = mapping.entries().get(key);
    return entry == null ? of(Scalar.absent(span), span) : of(entry.value(), entry.span());
  }

  private Optional<Scalar> scalar(String key) {
    Entry entry = mapping.entries().get(key);
    return entry != null && entry.value() instanceof Scalar scalar && !scalar.isNull()
        ? Optional.of(scalar)
        : Optional.empty();
  }

  Optional<String> optional(String key) {
    return scalar(key).map(Scalar::text);
  }

  String text(String key) {
    return optional(key).orElse("");
  }

  boolean flag(String key) {
    return text(key).equals("true");
  }

  Optional<Long> number(String key) {
    return optional(key).map(Long::parseLong);
  }

  long number(String key, long otherwise) {
    return number(key).orElse(otherwise);
  }

  int count(String key, int otherwise) {
    return number(key).map(Math::toIntExact).orElse(otherwise);
  }

  double decimal(String key) {
    return optional(key).map(Double::parseDouble).orElse(0.0);
  }

  Optional<Duration> duration(String key) {
    return optional(key).map(Durations::parse);
  }

  List<Node> items(String key) {
    return mapping.get(key).orElse(mapping) instanceof Sequence list ? list.items() : List.of();
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node item : items(key)) {
      texts.add(((Scalar) item).text());
    }
    return texts;
  }

  /// Empty when the key is absent or null, which an empty list is not.
  Optional<List<String>> words(String key) {
    return mapping.get(key).filter(Sequence.class::isInstance).map(_ -> texts(key));
  }

  /// The entries of a mapping of texts that are not null.
  Map<String, String> pairs(String key) {
    Map<String, String> pairs = new LinkedHashMap<>();
    child(key)
        .mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (entry.value() instanceof Scalar scalar && !scalar.isNull()) {
                pairs.put(name, scalar.text());
              }
            });
    return pairs;
  }

  Map<String, Entry> entries(String key) {
    return child(key).mapping.entries();
  }
}

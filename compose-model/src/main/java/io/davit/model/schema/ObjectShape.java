package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A mapping with known attributes. Canonically they are in the order of this table, and `x-` keys
/// follow in natural order.
///
/// @param nullable whether "nothing" may stand for "all defaults"; it stays null
record ObjectShape(Map<String, Attribute> attributes, boolean nullable) implements Shape {
  record Attribute(String name, Shape shape, boolean required, Shown shown) {
    /// Shown even when it is empty, false or zero, because that is not the same as absent.
    Attribute always() {
      return new Attribute(name, shape, required, Shown.ALWAYS);
    }

    /// Shown only when it is false, because true is the default.
    Attribute whenFalse() {
      return new Attribute(name, shape, required, Shown.WHEN_FALSE);
    }
  }

  /// When `config` shows an attribute.
  enum Shown {
    WHEN_SAID,
    ALWAYS,
    WHEN_FALSE
  }

  /// Known to the Compose specification, and not built here.
  record Refused(String instead) implements Shape {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      throw new IllegalStateException("a refused attribute has no value");
    }
  }

  /// Accepted and without effect on one machine, as in Docker Compose.
  record Ignored() implements Shape {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      return Optional.of(node);
    }
  }

  static ObjectShape of(Attribute... attributes) {
    Map<String, Attribute> table = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      table.put(attribute.name(), attribute);
    }
    return new ObjectShape(table, false);
  }

  ObjectShape orNull() {
    return new ObjectShape(attributes, true);
  }

  static Attribute optional(String name, Shape shape) {
    return new Attribute(name, shape, false, Shown.WHEN_SAID);
  }

  static Attribute required(String name, Shape shape) {
    return new Attribute(name, shape, true, Shown.WHEN_SAID);
  }

  /// @param instead what to do without it
  static Attribute refused(String name, String instead) {
    return new Attribute(name, new Refused(instead), false, Shown.WHEN_SAID);
  }

  static Attribute ignored(String name) {
    return new Attribute(name, new Ignored(), false, Shown.WHEN_SAID);
  }

  @Override
  public Optional<Node> canonical(Node node, Place place) {
    if (nullable && node instanceof Scalar scalar && scalar.isNull()) {
      return Optional.of(scalar);
    }
    if (!(node instanceof Mapping mapping)) {
      place.error(
          "must be a mapping, not " + Place.describe(node),
          node.span(),
          "write \"name: value\" lines below it");
      return Optional.empty();
    }
    mapping.entries().forEach((key, entry) -> checkKnown(key, entry, place));
    Map<String, Entry> canonical = new LinkedHashMap<>();
    boolean whole = true;
    for (Attribute attribute : attributes.values()) {
      Entry entry = mapping.entries().get(attribute.name());
      if (entry == null) {
        whole &= !isMissing(attribute, mapping, place);
      } else if (attribute.shape() instanceof Refused) {
        place.problems().refuse(mapping.span(), attribute.name());
      } else {
        Optional<Node> value = attribute.shape().apply(entry.value(), place.key(attribute.name()));
        if (value.isPresent()) {
          canonical.put(attribute.name(), new Entry(entry.keySpan(), value.get()));
        } else {
          place.problems().refuse(mapping.span(), attribute.name());
          whole &= !attribute.required();
        }
      }
    }
    if (!whole) {
      return Optional.empty();
    }
    Map<String, Entry> extensions = new LinkedHashMap<>();
    mapping.entries().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("x-"))
        .forEach(entry -> extensions.put(entry.getKey(), sorted(entry.getValue())));
    canonical.putAll(Mappings.sorted(extensions, mapping.span()).entries());
    return Optional.of(new Mapping(canonical, mapping.span()));
  }

  private static boolean isMissing(Attribute attribute, Mapping mapping, Place place) {
    boolean missing = attribute.required() && place.complete();
    if (missing && !place.problems().isRefused(mapping.span(), attribute.name())) {
      place.error(
          "has no \"%s\"".formatted(attribute.name()),
          mapping.span(),
          "add \"%s\": it is required here".formatted(attribute.name()));
    }
    return missing;
  }

  private static Entry sorted(Entry entry) {
    return new Entry(entry.keySpan(), sorted(entry.value()));
  }

  private static Node sorted(Node node) {
    return switch (node) {
      case Mapping mapping -> {
        Map<String, Entry> entries = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> entries.put(key, sorted(entry)));
        yield Mappings.sorted(entries, mapping.span());
      }
      case Node.Sequence sequence ->
          new Node.Sequence(
              sequence.items().stream().map(ObjectShape::sorted).toList(), sequence.span());
      case Scalar scalar -> scalar;
      case Node.Tagged tagged -> new Node.Tagged(tagged.directive(), sorted(tagged.node()));
    };
  }

  private void checkKnown(String key, Entry entry, Place place) {
    Attribute attribute = attributes.get(key);
    if (attribute == null) {
      if (!key.startsWith("x-")) {
        place.error(
            "has an unknown attribute \"%s\"".formatted(key),
            entry.keySpan(),
            Suggestion.nearest(key, attributes.keySet())
                .map("did you mean \"%s\"?"::formatted)
                .orElse("remove it, or name it \"x-%s\" if it is your own".formatted(key)));
      }
      return;
    }
    Place inner = place.key(key);
    switch (attribute.shape()) {
      case Refused refused -> {
        boolean reset = entry.value() instanceof Node.Tagged tagged && isReset(tagged);
        if (!reset) {
          place
              .problems()
              .error(
                  "%s%sattribute \"%s\" is not supported yet"
                      .formatted(
                          place.subject(), place.subject().isEmpty() ? "" : ": ", inner.path()),
                  entry.keySpan(),
                  refused.instead());
        }
      }
      case Ignored _ ->
          place
              .problems()
              .warning(
                  "%s: attribute \"%s\" has no effect on a single machine"
                      .formatted(place.subject(), inner.path()),
                  entry.keySpan(),
                  "nothing to do; remove it if no other tool reads this file");
      default -> {}
    }
  }

  private static boolean isReset(Node.Tagged tagged) {
    return tagged.directive() == Node.Directive.RESET;
  }

  @Override
  public Node merge(Node base, Node override) {
    if (!(override instanceof Mapping changes)) {
      return base;
    }
    if (!(base instanceof Mapping start)) {
      return changes;
    }
    Map<String, Entry> merged = new LinkedHashMap<>(start.entries());
    changes
        .entries()
        .forEach(
            (key, entry) -> {
              Attribute attribute = attributes.get(key);
              if (attribute == null) {
                Mappings.mergeEntry(merged, key, entry, new Ignored(), false);
              } else {
                Mappings.mergeEntry(merged, key, entry, attribute.shape(), true);
              }
            });
    return new Mapping(merged, start.span());
  }

  @Override
  public Node concise(Node node) {
    if (!(node instanceof Mapping mapping)) {
      return node;
    }
    Map<String, Entry> said = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              Attribute attribute = attributes.get(key);
              Node value =
                  attribute == null ? entry.value() : attribute.shape().concise(entry.value());
              if (attribute == null || isShown(attribute, value)) {
                said.put(key, new Entry(entry.keySpan(), value));
              }
            });
    return new Mapping(said, mapping.span());
  }

  private static boolean isShown(Attribute attribute, Node value) {
    return switch (attribute.shown()) {
      case ALWAYS -> !(value instanceof Scalar scalar && scalar.isNull());
      case WHEN_FALSE -> value instanceof Scalar scalar && scalar.text().equals("false");
      case WHEN_SAID ->
          switch (value) {
            case Scalar scalar ->
                !scalar.text().isEmpty()
                    && !scalar.text().equals("false")
                    && !scalar.text().equals("0");
            case Mapping mapping -> !mapping.entries().isEmpty();
            case Node.Sequence sequence -> !sequence.items().isEmpty();
            case Node.Tagged _ -> true;
          };
    };
  }

  /// Known attributes in the order of this table, then the others as they are.
  Mapping inOrder(Mapping mapping) {
    Map<String, Entry> ordered = new LinkedHashMap<>();
    for (String name : attributes.keySet()) {
      Entry entry = mapping.entries().get(name);
      if (entry != null) {
        ordered.put(name, entry);
      }
    }
    mapping.entries().forEach(ordered::putIfAbsent);
    return new Mapping(ordered, mapping.span());
  }
}

package io.davit.model.schema;

import com.google.gson.JsonObject;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A mapping with known attributes. Canonically they are in the order of this table, and `x-` keys
/// follow in natural order.
///
/// @param nullable whether "nothing" may stand for "all defaults"; it stays null
/// @param positions of the attributes, by name
record ObjectShape(
    Map<String, Attribute> attributes,
    Map<String, Integer> positions,
    List<Attribute> required,
    boolean nullable)
    implements Shape {
  /// A row of the table: what may be written, and how far it is honoured.
  record Attribute(String name, Shape shape, boolean required, Shown shown, Support support) {
    /// What is required says something also when it is zero.
    Node concise(Node value) {
      return required && value instanceof Scalar ? value : shape.concise(value);
    }

    /// Shown even when it is empty, false or zero, because that is not the same as absent.
    Attribute always() {
      return new Attribute(name, shape, required, Shown.ALWAYS, support);
    }

    /// Shown only when it is false, because true is the default.
    Attribute whenFalse() {
      return new Attribute(name, shape, required, Shown.WHEN_FALSE, support);
    }

    /// Not honoured, and the service works without.
    ///
    /// @param instead what happens instead
    Attribute withoutEffect(String instead) {
      return new Attribute(name, shape, required, shown, new Support.WithoutEffect(instead));
    }

    /// Not honoured, and what that means depends on whether another attribute is there.
    Attribute beside(String other, Support with, Support without) {
      return new Attribute(name, shape, required, shown, new Support.Beside(other, with, without));
    }

    /// Not honoured, and the service cannot be brought up with it.
    ///
    /// @param fix what to do without it
    Attribute notYet(String fix) {
      return new Attribute(name, shape, required, shown, new Support.NotYet(fix));
    }
  }

  /// When `config` shows an attribute.
  enum Shown {
    WHEN_SAID,
    ALWAYS,
    WHEN_FALSE
  }

  /// Any value, as it was written: of keys that are not the specification's.
  private record AsWritten() implements Shape {
    @Override
    public Schema schema() {
      return Schema.ANY;
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      return Optional.of(node);
    }
  }

  /// What is required may stand in another file, and a null changes nothing: neither is told.
  @Override
  public Schema schema() {
    JsonObject properties = new JsonObject();
    for (Attribute attribute : attributes.values()) {
      Schema value = attribute.shape().schema().orNull();
      properties.add(
          attribute.name(),
          attribute
              .support()
              .note()
              .map(note -> value.with("description", note))
              .orElse(value)
              .json());
    }
    JsonObject own = new JsonObject();
    own.add("^x-", new JsonObject());
    JsonObject json = new JsonObject();
    json.addProperty("type", "object");
    json.add("properties", properties);
    json.add("patternProperties", own);
    json.addProperty("additionalProperties", false);
    return new Schema(json);
  }

  @Override
  public Schema itemSchema() {
    return required.isEmpty()
        ? schema()
        : schema().requiring(required.stream().map(Attribute::name).toList());
  }

  static ObjectShape of(Attribute... attributes) {
    Map<String, Attribute> table = new LinkedHashMap<>();
    Map<String, Integer> positions = new HashMap<>();
    List<Attribute> required = new ArrayList<>();
    for (Attribute attribute : attributes) {
      table.put(attribute.name(), attribute);
      positions.put(attribute.name(), positions.size());
      if (attribute.required()) {
        required.add(attribute);
      }
    }
    return new ObjectShape(table, positions, required, false);
  }

  ObjectShape orNull() {
    return new ObjectShape(attributes, positions, required, true);
  }

  static Attribute optional(String name, Shape shape) {
    return new Attribute(name, shape, false, Shown.WHEN_SAID, new Support.Honoured());
  }

  static Attribute required(String name, Shape shape) {
    return new Attribute(name, shape, true, Shown.WHEN_SAID, new Support.Honoured());
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
          glued(node)
              .map("write \"%s\", with a space after the colon"::formatted)
              .orElse("write \"name: value\" lines below it"));
      return Optional.empty();
    }
    Mapping canonical = mapping.each((key, entry) -> value(key, entry, mapping.span(), place));
    boolean whole = true;
    for (Attribute attribute : required) {
      boolean refused =
          mapping.entries().containsKey(attribute.name())
              && !canonical.entries().containsKey(attribute.name());
      whole &= !refused && !isMissing(attribute, mapping, place);
    }
    return whole ? Optional.of(inOrder(canonical)) : Optional.empty();
  }

  private Optional<Node> value(String key, Entry entry, SourceSpan owner, Place place) {
    Attribute attribute = attributes.get(key);
    if (attribute != null) {
      Optional<Node> value = attribute.shape().apply(entry.value(), place.key(key));
      if (value.isEmpty()) {
        place.problems().refuse(owner, key);
      }
      return value;
    }
    if (key.startsWith("x-")) {
      return Optional.of(sorted(entry.value()));
    }
    tellUnknown(key, entry, place);
    return Optional.empty();
  }

  /// What was meant by `image:nginx`.
  private Optional<String> glued(Node node) {
    String text = node instanceof Scalar scalar ? scalar.text() : "";
    int colon = text.indexOf(':');
    return colon > 0 && attributes.containsKey(text.substring(0, colon))
        ? Optional.of(text.substring(0, colon) + ": " + text.substring(colon + 1))
        : Optional.empty();
  }

  private static boolean isMissing(Attribute attribute, Mapping mapping, Place place) {
    boolean missing = place.complete() && !mapping.entries().containsKey(attribute.name());
    if (missing && !place.problems().isRefused(mapping.span(), attribute.name())) {
      place.error(
          "has no \"%s\"".formatted(attribute.name()),
          mapping.span(),
          "add \"%s\": it is required here".formatted(attribute.name()));
    }
    return missing;
  }

  /// Tests of a kind one after the other: a switch over patterns is linked anew by every process.
  private static Node sorted(Node node) {
    if (node instanceof Mapping mapping) {
      return Mappings.sorted(mapping.each((_, entry) -> Optional.of(sorted(entry.value()))));
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.each(ObjectShape::sorted);
    }
    return node instanceof Node.Tagged tagged
        ? new Node.Tagged(tagged.directive(), sorted(tagged.node()))
        : node;
  }

  private void tellUnknown(String key, Entry entry, Place place) {
    if (!key.isEmpty() && Character.isSpaceChar(key.charAt(0)) && key.charAt(0) != ' ') {
      place.error(
          "has a key that begins with U+%04X, which looks like a space"
              .formatted((int) key.charAt(0)),
          entry.keySpan(),
          "write spaces instead: they came from a web page or a word processor");
      return;
    }
    place.error(
        "has an unknown attribute \"%s\"".formatted(key),
        entry.keySpan(),
        Suggestion.nearest(key, attributes.keySet())
            .map("did you mean \"%s\"?"::formatted)
            .orElse(
                isService(entry.value()) && attributes.containsKey("services")
                    ? "indent it below \"services:\", if it is a service"
                    : "remove it, or name it \"x-%s\" if it is your own".formatted(key)));
  }

  private static boolean isService(Node node) {
    return node instanceof Mapping mapping
        && (mapping.get("image").isPresent() || mapping.get("build").isPresent());
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
                Mappings.mergeEntry(merged, key, entry, new AsWritten(), false);
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
    return mapping.each(
        (key, entry) -> {
          Attribute attribute = attributes.get(key);
          Node value = attribute == null ? entry.value() : attribute.concise(entry.value());
          return attribute == null || attribute.required() || isShown(attribute, value)
              ? Optional.of(value)
              : Optional.empty();
        });
  }

  @Override
  public void unhonoured(Node node, Place place) {
    if (node instanceof Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                Attribute attribute = attributes.get(key);
                if (attribute != null) {
                  unhonoured(attribute, attribute.support().in(mapping), entry, place.key(key));
                }
              });
    }
  }

  /// What says nothing need not be honoured.
  private static void unhonoured(Attribute attribute, Support support, Entry entry, Place place) {
    boolean honoured = support instanceof Support.Honoured;
    if (honoured || isShown(attribute, attribute.shape().concise(entry.value()))) {
      support.tell(place, "", entry.keySpan());
      attribute.shape().unhonoured(entry.value(), place);
    }
  }

  private static boolean isShown(Attribute attribute, Node value) {
    return switch (attribute.shown()) {
      case ALWAYS -> !(value instanceof Scalar scalar && scalar.isNull());
      case WHEN_FALSE -> value instanceof Scalar scalar && scalar.text().equals("false");
      case WHEN_SAID ->
          !(value instanceof Scalar scalar && !saysSomething(scalar))
              && !(value instanceof Mapping mapping && mapping.entries().isEmpty())
              && !(value instanceof Node.Sequence sequence && sequence.items().isEmpty());
    };
  }

  /// A text "0" does: a user, a name.
  private static boolean saysSomething(Scalar scalar) {
    return switch (scalar.kind()) {
      case NULL -> false;
      case BOOL -> scalar.text().equals("true");
      case INT, FLOAT -> !scalar.text().equals("0");
      case TIMESTAMP, STRING -> !scalar.text().isEmpty();
    };
  }

  /// Known attributes in the order of this table, then the others in natural order.
  Mapping inOrder(Mapping mapping) {
    return mapping.inOrder(this::position, NaturalOrder.INSTANCE);
  }

  private int position(String name) {
    Integer position = positions.get(name);
    return position == null ? Integer.MAX_VALUE : position;
  }
}

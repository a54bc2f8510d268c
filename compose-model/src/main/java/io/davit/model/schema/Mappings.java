package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Kind;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.model.yaml.PlainScalars;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The shapes of mappings whose keys the user chooses. Canonically they are in natural order, and a
/// later file's entries are merged by key.
final class Mappings {
  private Mappings() {}

  /// What happens to a key that exists in both files.
  enum Entries {
    MERGED,
    REPLACED
  }

  static Shape map(Shape value, Entries entries) {
    return new MapShape(value, entries);
  }

  /// A mapping of names to texts, or a list of `KEY=VALUE`; a key alone has the value null.
  ///
  /// @param lone what a key without a value gets
  static Shape keyValues(Lone lone) {
    return new KeyValues(lone, true);
  }

  /// As [#keyValues], and a mapping also when nothing is expanded.
  static Shape keyValueMap(Lone lone) {
    return new KeyValues(lone, false);
  }

  /// What a key without a value stands for.
  enum Lone {
    /// The value of the variable of that name.
    PASSED_THROUGH,
    EMPTY
  }

  /// The value of a key, if it has one and that is no list or mapping.
  static Optional<String> text(Mapping mapping, String key) {
    return mapping.get(key).filter(Scalar.class::isInstance).map(node -> ((Scalar) node).text());
  }

  static Mapping withDefault(Mapping mapping, String key, Node value) {
    return mapping.entries().containsKey(key)
        ? mapping
        : mapping.with(key, new Entry(mapping.span(), value));
  }

  /// Sorted as people count: `s2` before `s10`.
  static Mapping sorted(Mapping mapping) {
    return mapping.inOrder(NaturalOrder.INSTANCE);
  }

  static Mapping mergeEntries(Mapping base, Mapping override, Shape value, Entries how) {
    Map<String, Entry> merged = new LinkedHashMap<>(base.entries());
    override
        .entries()
        .forEach((key, entry) -> mergeEntry(merged, key, entry, value, how == Entries.MERGED));
    return sorted(new Mapping(merged, override.span()));
  }

  static void mergeEntry(
      Map<String, Entry> merged, String key, Entry entry, Shape value, boolean deep) {
    Optional<Node> base = Optional.ofNullable(merged.get(key)).flatMap(Mappings::untagged);
    if (entry.value() instanceof Node.Tagged(Node.Directive directive, Node inner)) {
      if (directive == Node.Directive.RESET) {
        merged.remove(key);
      } else {
        merged.put(key, new Entry(entry.keySpan(), inner));
      }
    } else if (base.isPresent() && deep) {
      boolean silent = isNull(entry.value()) && !value.nullable();
      if (!silent) {
        boolean text = isText(base.get()) || isText(entry.value());
        boolean replaces = isNull(base.get()) || (text && !value.mergesTexts());
        Node result = replaces ? entry.value() : value.merge(base.get(), entry.value());
        merged.put(key, new Entry(entry.keySpan(), result));
      }
    } else {
      merged.put(key, entry);
    }
  }

  /// What a directive of the base leaves of it.
  private static Optional<Node> untagged(Entry entry) {
    if (entry.value() instanceof Node.Tagged(Node.Directive directive, Node inner)) {
      return directive == Node.Directive.RESET ? Optional.empty() : Optional.of(inner);
    }
    return Optional.of(entry.value());
  }

  /// A text replaces and is replaced, also where it is a variable that stands for a list.
  private static boolean isText(Node node) {
    return node instanceof Scalar scalar && scalar.kind() == Kind.STRING;
  }

  static boolean isNull(Node node) {
    return node instanceof Scalar scalar && scalar.isNull();
  }

  static Mapping conciseEntries(Mapping mapping, Shape value) {
    return mapping.each((_, entry) -> Optional.of(value.concise(entry.value())));
  }

  private record MapShape(Shape value, Entries entries) implements Shape {
    @Override
    public Schema schema() {
      return Schema.map(value.schema().orNull());
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      if (!(node instanceof Mapping mapping)) {
        place.error(
            "must be a mapping, not " + Place.describe(node),
            node.span(),
            "write \"name: value\" lines below it, or remove it");
        return Optional.empty();
      }
      return Optional.of(
          sorted(mapping.each((key, entry) -> value.apply(entry.value(), place.key(key)))));
    }

    @Override
    public Node merge(Node base, Node override) {
      return mergeEntries((Mapping) base, (Mapping) override, value, entries);
    }

    @Override
    public Node concise(Node node) {
      return node instanceof Mapping mapping ? conciseEntries(mapping, value) : node;
    }

    @Override
    public void unhonoured(Node node, Place place) {
      ((Mapping) node)
          .entries()
          .forEach((key, entry) -> value.unhonoured(entry.value(), place.key(key)));
    }
  }

  private record KeyValues(Lone lone, boolean keepsNotation) implements Shape {
    @Override
    public Schema schema() {
      return Schema.anyOf(Schema.map(Schema.SCALAR), Schema.list(Schema.STRING));
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      return entries(node, place)
          .map(entries -> keepsNotation && place.asWritten() ? node : sorted(entries));
    }

    private Optional<Mapping> entries(Node node, Place place) {
      if (node instanceof Mapping mapping) {
        return Optional.of(mapping.each((key, entry) -> value(entry, place.key(key))));
      }
      if (node instanceof Sequence sequence) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < sequence.items().size(); i++) {
          addItem(sequence.items().get(i), entries, place.item(i));
        }
        return Optional.of(new Mapping(entries, node.span()));
      }
      place.error(
          "must be a mapping or a list of KEY=VALUE, not " + Place.describe(node),
          node.span(),
          "write \"KEY: value\" lines below it, or remove it");
      return Optional.empty();
    }

    private Optional<Node> value(Entry entry, Place place) {
      if (entry.value() instanceof Scalar scalar) {
        if (scalar.kind() == Kind.TIMESTAMP) {
          place.warning(
              "is a date, which becomes \"%s\"".formatted(PlainScalars.asText(scalar)),
              scalar.span(),
              "put it in quotes to keep it as it is written");
        }
        return Optional.of(text(scalar));
      }
      if (entry.value() instanceof Node.Tagged tagged) {
        return Optional.of(tagged);
      }
      place.error(
          "must be a text, not " + Place.describe(entry.value()),
          entry.value().span(),
          "quote the value, on one line");
      return Optional.empty();
    }

    private Scalar text(Scalar scalar) {
      return scalar.isNull() && lone == Lone.PASSED_THROUGH
          ? scalar
          : scalar.as(PlainScalars.asText(scalar), Kind.STRING);
    }

    private void addItem(Node item, Map<String, Entry> entries, Place place) {
      if (!(item instanceof Scalar scalar) || scalar.isNull()) {
        place.error(
            "must be KEY=VALUE, not " + Place.describe(item),
            item.span(),
            "in a list write - KEY=VALUE; KEY: VALUE is for a mapping, without \"- \"");
        return;
      }
      String text = scalar.text();
      int equals = text.indexOf('=');
      String key = equals < 0 ? text : text.substring(0, equals);
      if (key.isBlank() || key.endsWith(" ")) {
        place.error(
            key.isBlank()
                ? "has no key before the \"=\" of \"%s\"".formatted(text)
                : "has a space after the key in \"%s\"".formatted(text),
            scalar.span(),
            "write KEY=VALUE without spaces around the \"=\"");
        return;
      }
      Scalar value =
          equals < 0
              ? text(Scalar.absent(scalar.span()))
              : Scalar.string(text.substring(equals + 1), scalar.span());
      entries.put(key, new Entry(scalar.span(), value));
    }

    /// Where either is a list, as it was written, both are.
    @Override
    public Node merge(Node base, Node override) {
      if (base instanceof Mapping before && override instanceof Mapping after) {
        return mergeEntries(before, after, this, Entries.REPLACED);
      }
      return Pairs.LIST.merge(Pairs.of(base), Pairs.of(override));
    }
  }
}

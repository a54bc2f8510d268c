package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The shapes of lists. A later file's items are appended; where items have a key, a later one
/// takes the place of an earlier one with the same key (compose-spec 13-merge.md#unique-resources).
final class Sequences {
  private Sequences() {}

  /// One item as written may be several: a range of ports.
  interface ItemShape {
    List<Node> items(Node node, Place place);

    Schema schema();

    default Node concise(Node item) {
      return item;
    }

    default void unhonoured(Node item, Place place) {}

    static ItemShape of(Shape shape) {
      return new ItemShape() {
        @Override
        public List<Node> items(Node node, Place place) {
          return shape.canonical(node, place).map(List::of).orElse(List.of());
        }

        @Override
        public Schema schema() {
          return shape.itemSchema();
        }

        @Override
        public Node concise(Node item) {
          return shape.concise(item);
        }

        @Override
        public void unhonoured(Node item, Place place) {
          shape.unhonoured(item, place);
        }
      };
    }
  }

  /// How items are told apart.
  ///
  /// @param key of a canonical item
  /// @param merged how a later file changes an item with the same key; empty: it replaces it
  record Rule(Optional<Function<Node, String>> key, Optional<Shape> merged) {
    static final Rule APPEND = new Rule(Optional.empty(), Optional.empty());
    static final Rule DISTINCT = keyedText(text -> text);

    /// Of items in long form. One that is still a text is its own key.
    static Rule keyed(Function<Node, String> key) {
      return new Rule(keyOfLongForm(key), Optional.empty());
    }

    static Rule merged(Function<Node, String> key, Shape item) {
      return new Rule(keyOfLongForm(key), Optional.of(item));
    }

    private static Optional<Function<Node, String>> keyOfLongForm(Function<Node, String> key) {
      return Optional.of(item -> item instanceof Scalar scalar ? scalar.text() : key.apply(item));
    }

    static Rule keyedText(UnaryOperator<String> key) {
      return new Rule(
          Optional.of(item -> item instanceof Scalar scalar ? key.apply(scalar.text()) : ""),
          Optional.empty());
    }
  }

  static Shape list(Shape item, Rule rule) {
    return new ListShape(ItemShape.of(item), rule, false);
  }

  static Shape expandingList(ItemShape item, Rule rule) {
    return new ListShape(item, rule, false);
  }

  /// A list, or its only item.
  static Shape stringOrList(Shape item, Rule rule) {
    return new ListShape(ItemShape.of(item), rule, true);
  }

  /// As [#stringOrList], and with nothing expanded an only item stays one.
  static Shape textOrList(Shape item, Rule rule) {
    return new TextOrList(stringOrList(item, rule));
  }

  private record TextOrList(Shape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      Optional<Node> list = inner.canonical(node, place);
      return place.asWritten() && node instanceof Scalar ? list.map(_ -> node) : list;
    }
  }

  private record ListShape(ItemShape item, Rule rule, boolean alsoSingle) implements Shape {
    @Override
    public Schema schema() {
      return alsoSingle
          ? Schema.anyOf(item.schema(), Schema.list(item.schema()))
          : Schema.list(item.schema());
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      List<Node> items = new ArrayList<>();
      if (node instanceof Sequence sequence) {
        for (int i = 0; i < sequence.items().size(); i++) {
          Node written = sequence.items().get(i);
          items.addAll(
              place.isOpen(written) ? List.of(written) : item.items(written, place.item(i)));
        }
      } else if (alsoSingle && node instanceof Scalar scalar && !scalar.isNull()) {
        items.addAll(item.items(scalar, place));
      } else {
        place.error("must be a list, not " + Place.describe(node), node.span(), asList(node));
        return Optional.empty();
      }
      return Optional.of(unique(items, node));
    }

    private static String asList(Node node) {
      if (node instanceof Scalar scalar && scalar.text().matches("-[^-\\s].*[:/='\"].*")) {
        return "put a space after the \"-\" of each item: - "
            + scalar.text().substring(1).lines().findFirst().orElse("");
      }
      if (node instanceof Scalar scalar && !scalar.isNull()) {
        return "write it as a list: [\"%s\"]".formatted(scalar.text());
      }
      if (node instanceof Mapping mapping
          && !mapping.entries().isEmpty()
          && mapping.entries().keySet().iterator().next().matches("[0-9]+")
          && mapping.entries().values().iterator().next().value() instanceof Scalar value) {
        return "write it as a list of texts: - \"%s:%s\""
            .formatted(mapping.entries().keySet().iterator().next(), value.text());
      }
      return "write items with \"- \" in front, or remove the attribute";
    }

    @Override
    public Node merge(Node base, Node override) {
      List<Node> items = new ArrayList<>(items(base));
      items.addAll(items(override));
      return unique(items, override);
    }

    private static List<Node> items(Node node) {
      return node instanceof Sequence list ? list.items() : List.of(node);
    }

    @Override
    public boolean mergesTexts() {
      return alsoSingle;
    }

    @Override
    public Node concise(Node node) {
      if (!(node instanceof Sequence list)) {
        return node;
      }
      return list.each(item::concise);
    }

    @Override
    public void unhonoured(Node node, Place place) {
      List<Node> items = ((Sequence) node).items();
      for (int i = 0; i < items.size(); i++) {
        item.unhonoured(items.get(i), place.item(i));
      }
    }

    private Sequence unique(List<Node> items, Node written) {
      List<Node> distinct = distinct(items);
      return written instanceof Sequence sequence
          ? sequence.with(distinct)
          : new Sequence(distinct, written.span());
    }

    private List<Node> distinct(List<Node> items) {
      if (rule.key().isEmpty() || items.size() < 2) {
        return items;
      }
      Map<String, Node> byKey = new LinkedHashMap<>();
      for (Node item : items) {
        byKey.merge(
            rule.key().get().apply(item),
            item,
            (base, later) -> rule.merged().map(shape -> shape.merge(base, later)).orElse(later));
      }
      return List.copyOf(byKey.values());
    }
  }
}

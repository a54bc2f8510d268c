package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A long form that may be written as one text.
///
/// @param expand gives the long form, or throws [Malformed]
record ShortForm(Function<Scalar, Node> expand, Shape inner) implements Around {
  @Override
  public Schema schema() {
    return Schema.anyOf(Schema.STRING_OR_NUMBER, inner.schema());
  }

  @Override
  public Schema itemSchema() {
    return Schema.anyOf(Schema.STRING_OR_NUMBER, inner.itemSchema());
  }

  /// A short form that no number or truth value is.
  static ShortForm ofText(Function<Scalar, Node> expand, Shape inner) {
    return new ShortForm(
        scalar -> {
          if (scalar.kind() != Node.Kind.STRING) {
            throw new Malformed(
                "must be a text or a mapping, not " + Place.describe(scalar),
                "quote it: \"%s\"".formatted(scalar.text()));
          }
          return expand.apply(scalar);
        },
        inner);
  }

  @Override
  public Optional<Node> canonical(Node node, Place place) {
    if (!(node instanceof Scalar scalar) || scalar.isNull()) {
      return inner.canonical(node, place);
    }
    try {
      return inner.canonical(expand.apply(scalar), place);
    } catch (Malformed e) {
      place.error(e.predicate(), scalar.span(), e.fix());
      return Optional.empty();
    }
  }

  /// Builds the long form of a value that was written in one place.
  static final class LongForm {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final SourceSpan span;

    LongForm(SourceSpan span) {
      this.span = span;
    }

    SourceSpan span() {
      return span;
    }

    LongForm put(String key, String value) {
      return put(key, Scalar.string(value, span));
    }

    LongForm put(String key, boolean value) {
      return put(key, Scalar.bool(value, span));
    }

    LongForm put(String key, long value) {
      return put(key, Scalar.integer(value, span));
    }

    LongForm put(String key, Node value) {
      entries.put(key, new Entry(span, value));
      return this;
    }

    Mapping build() {
      return new Mapping(entries, span);
    }
  }
}

package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Kind;
import io.davit.model.yaml.Node.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The shapes of single values. A string that reads as the wanted type is accepted for it, because
/// interpolation gives strings.
final class Scalars {
  private Scalars() {}

  static Shape string() {
    return Shape.of(
        Schema.STRING,
        (node, place) -> {
          if (node instanceof Scalar scalar && scalar.kind() == Kind.STRING) {
            if (scalar.text().indexOf('\0') < 0) {
              return Optional.of(scalar);
            }
            place.error(
                "has a NUL character", scalar.span(), "remove it: no program can receive it");
            return Optional.empty();
          }
          String fix =
              node instanceof Scalar scalar && !scalar.isNull()
                  ? "quote it: \"%s\"".formatted(scalar.text())
                  : "write one text, or remove the attribute";
          place.error("must be a string, not " + Place.describe(node), node.span(), fix);
          return Optional.empty();
        });
  }

  static Shape stringOrNumber() {
    return Shape.of(
        Schema.STRING_OR_NUMBER,
        (node, place) ->
            node instanceof Scalar scalar
                    && (scalar.kind() == Kind.INT || scalar.kind() == Kind.FLOAT)
                ? Optional.of(scalar.as(scalar.text(), Kind.STRING))
                : string().canonical(node, place));
  }

  /// A string that a parser accepts.
  ///
  /// @param parser gives the canonical text, or throws [Malformed]
  static Shape parsed(Shape shape, Function<String, String> parser) {
    return Shape.of(
        shape.schema(),
        (node, place) ->
            shape
                .canonical(node, place)
                .flatMap(
                    value -> {
                      Scalar scalar = (Scalar) value;
                      try {
                        return Optional.of(scalar.as(parser.apply(scalar.text()), Kind.STRING));
                      } catch (Malformed e) {
                        place.error(e.predicate(), scalar.span(), e.fix());
                        return Optional.empty();
                      }
                    }));
  }

  static Shape duration() {
    Shape text = parsed(string(), written -> Durations.format(Durations.parse(written)));
    return Shape.of(
        Schema.STRING,
        (node, place) -> {
          if (node instanceof Scalar scalar && scalar.kind() == Kind.INT) {
            place.error(
                "must be a duration, not " + Place.describe(node),
                node.span(),
                "add a unit: %ss".formatted(scalar.text()));
            return Optional.empty();
          }
          return text.canonical(node, place);
        });
  }

  /// Bytes, as a decimal string: the canonical form of Docker Compose.
  static Shape bytes() {
    return silentAt("0", parsed(stringOrNumber(), text -> Long.toString(Sizes.parse(text))));
  }

  /// A value that says nothing when it is zero.
  ///
  /// @param zero its canonical text
  static Shape silentAt(String zero, Shape inner) {
    return new Silent(inner, zero);
  }

  private record Silent(Shape inner, String zero) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      return inner.canonical(node, place);
    }

    @Override
    public Node concise(Node node) {
      return node instanceof Scalar scalar && scalar.text().equals(zero)
          ? Scalar.absent(scalar.span())
          : node;
    }
  }

  static Shape bool() {
    return Shape.of(
        Schema.BOOL,
        (node, place) -> {
          if (node instanceof Scalar scalar) {
            switch (scalar.text().toLowerCase(Locale.ROOT)) {
              case "true" -> {
                return Optional.of(scalar.as("true", Kind.BOOL));
              }
              case "false" -> {
                return Optional.of(scalar.as("false", Kind.BOOL));
              }
              case "y", "yes", "on" -> {
                return Optional.of(oldBool(scalar, true, place));
              }
              case "n", "no", "off" -> {
                return Optional.of(oldBool(scalar, false, place));
              }
              default -> {}
            }
          }
          place.error(
              "must be true or false, not " + Place.describe(node),
              node.span(),
              "write true or false");
          return Optional.empty();
        });
  }

  private static Scalar oldBool(Scalar scalar, boolean value, Place place) {
    place.warning(
        "is \"%s\", which is %s in YAML 1.1 only".formatted(scalar.text(), value),
        scalar.span(),
        "write " + value);
    return Scalar.bool(value, scalar.span());
  }

  static Shape integer(long min, long max) {
    return Shape.of(
        Schema.INTEGER,
        (node, place) -> {
          if (node instanceof Scalar scalar && scalar.kind() != Kind.NULL) {
            try {
              long value = Long.parseLong(scalar.text().strip());
              if (value >= min && value <= max) {
                return Optional.of(scalar.as(Long.toString(value), Kind.INT));
              }
            } catch (NumberFormatException _) {
              // Told below, as a number out of range is.
            }
          }
          String range =
              max == Long.MAX_VALUE
                  ? (min == Long.MIN_VALUE ? "an integer" : "an integer from %d".formatted(min))
                  : "an integer from %d to %d".formatted(min, max);
          place.error(
              "must be %s, not %s".formatted(range, Place.describe(node)),
              node.span(),
              "write " + range);
          return Optional.empty();
        });
  }

  /// A number of at least zero, with a fraction perhaps.
  static Shape decimal() {
    return number(1e9, "a number of at least 0", "write a number such as 1.5");
  }

  /// A number from zero to one.
  static Shape ratio() {
    return number(1, "a number from 0 to 1", "write a number such as 0.25");
  }

  private static Shape number(double max, String kind, String fix) {
    return Shape.of(
        Schema.NUMBER,
        (node, place) -> {
          if (node instanceof Scalar scalar && scalar.kind() != Kind.NULL) {
            try {
              double value = Double.parseDouble(scalar.text());
              if (value >= 0 && value <= max) {
                boolean whole = value == Math.rint(value);
                String text = whole ? Long.toString((long) value) : Double.toString(value);
                return Optional.of(scalar.as(text, whole ? Kind.INT : Kind.FLOAT));
              }
            } catch (NumberFormatException _) {
              // Told below.
            }
          }
          place.error("must be %s, not %s".formatted(kind, Place.describe(node)), node.span(), fix);
          return Optional.empty();
        });
  }

  static Shape oneOf(String... values) {
    List<String> known = List.of(values);
    Shape word =
        parsed(
            string(),
            text -> {
              if (known.contains(text)) {
                return text;
              }
              throw new Malformed(
                  "must be one of %s, not \"%s\"".formatted(String.join(", ", known), text),
                  Suggestion.nearest(text, known)
                      .map("did you mean \"%s\"?"::formatted)
                      .orElse("write one of them"));
            });
    return Shape.of(Schema.words(known), word::canonical);
  }
}

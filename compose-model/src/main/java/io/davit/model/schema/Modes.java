package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Scalar;
import java.util.Optional;
import java.util.OptionalLong;

/// Permission bits: an octal string, or an integer, which YAML reads as octal when it begins with
/// 0.
final class Modes {
  private static final int MAX = 07777;

  private Modes() {}

  /// Canonically `"0440"`.
  static Shape octal() {
    return shape((mode, scalar) -> Scalar.string("%04o".formatted(mode), scalar.span()));
  }

  /// Canonically a decimal integer.
  static Shape decimal() {
    return shape((mode, scalar) -> Scalar.integer(mode, scalar.span()));
  }

  private interface Form {
    Node of(long mode, Scalar scalar);
  }

  private static Shape shape(Form form) {
    return Shape.of(
        Schema.STRING_OR_NUMBER,
        (node, place) -> {
          if (node instanceof Scalar scalar) {
            OptionalLong mode = parse(scalar);
            if (mode.isPresent() && mode.getAsLong() >= 0 && mode.getAsLong() <= MAX) {
              return Optional.of(form.of(mode.getAsLong(), scalar));
            }
          }
          place.error(
              "must be a mode, not " + Place.describe(node),
              node.span(),
              "write the octal permission bits in quotes: \"0440\"");
          return Optional.empty();
        });
  }

  private static OptionalLong parse(Scalar scalar) {
    try {
      return switch (scalar.kind()) {
        case INT -> OptionalLong.of(Long.parseLong(scalar.text()));
        case STRING -> OptionalLong.of(Long.parseLong(scalar.text(), 8));
        case NULL, BOOL, FLOAT, TIMESTAMP -> OptionalLong.empty();
      };
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}

package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `command` and `entrypoint`: a list of words, or one text that is split into words as a shell
/// would, without being given to a shell. Null means the image's. A later file replaces.
final class Commands {
  private Commands() {}

  static Shape shape() {
    return new Command(Sequences.list(Scalars.string(), Sequences.Rule.APPEND));
  }

  private record Command(Shape list) implements Shape {
    @Override
    public Schema schema() {
      return Schema.anyOf(Schema.type("string", "null"), list.schema());
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      if (!(node instanceof Scalar scalar)) {
        return list.canonical(node, place);
      }
      return scalar.isNull()
          ? Optional.of(scalar)
          : Scalars.string()
              .canonical(scalar, place)
              .flatMap(text -> split((Scalar) text, place))
              .map(words -> place.asWritten() ? scalar : words);
    }

    @Override
    public boolean nullable() {
      return true;
    }
  }

  private static Optional<Node> split(Scalar scalar, Place place) {
    try {
      ShellWords words = ShellWords.of(scalar.text());
      if (!words.rest().isEmpty()) {
        place.warning(
            "ends before \"%s\", because no shell reads it".formatted(shortened(words.rest())),
            scalar.span(),
            "give it to a shell: [sh, -c, \"…\"], or put that part in quotes");
      }
      List<Node> items = new ArrayList<>();
      for (String word : words.words()) {
        items.add(Scalar.string(word, scalar.span()));
      }
      return Optional.of(new Sequence(items, scalar.span()));
    } catch (Malformed e) {
      place.error(e.predicate(), scalar.span(), e.fix());
      return Optional.empty();
    }
  }

  private static String shortened(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() > 30 ? line.substring(0, 30) + "…" : line;
  }
}

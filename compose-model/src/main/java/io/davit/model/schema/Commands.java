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
    Shape list = Sequences.list(Scalars.string(), Sequences.Rule.APPEND);
    return (node, place) -> {
      if (!(node instanceof Scalar scalar)) {
        return list.canonical(node, place);
      }
      if (scalar.isNull()) {
        return Optional.of(scalar);
      }
      return Scalars.string().canonical(scalar, place).flatMap(text -> split((Scalar) text, place));
    };
  }

  private static Optional<Node> split(Scalar scalar, Place place) {
    try {
      List<Node> words = new ArrayList<>();
      for (String word : words(scalar.text())) {
        words.add(Scalar.string(word, scalar.span()));
      }
      return Optional.of(new Sequence(words, scalar.span()));
    } catch (Malformed e) {
      place.error(e.predicate(), scalar.span(), e.fix());
      return Optional.empty();
    }
  }

  /// The words of a shell's command line: quotes and backslashes are taken away, nothing is
  /// expanded.
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == '\'') {
        quote = c == '\'' ? 0 : quote;
        append(word, c, c != '\'');
      } else if (c == '\\' && i + 1 < text.length()) {
        word.append(text.charAt(++i));
        inWord = true;
      } else if (quote == '"') {
        quote = c == '"' ? 0 : quote;
        append(word, c, c != '"');
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new Malformed(
          "has a %s that is not closed".formatted(quote),
          "close it, or write the command as a list");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  private static void append(StringBuilder word, char c, boolean keep) {
    if (keep) {
      word.append(c);
    }
  }
}

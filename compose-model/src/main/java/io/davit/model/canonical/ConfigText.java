package io.davit.model.canonical;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;

/// Writes a tree as YAML, in the style of Docker Compose: two spaces, indented sequences, quotes
/// where a reader would otherwise see something else than a string.
final class ConfigText {
  private final StringBuilder text = new StringBuilder();
  private final boolean escapeDollars;

  private ConfigText(boolean escapeDollars) {
    this.escapeDollars = escapeDollars;
  }

  /// @param escapeDollars whether `$` is doubled, so that the text can be loaded again
  static String of(Node node, boolean escapeDollars) {
    ConfigText writer = new ConfigText(escapeDollars);
    writer.block(node, 0);
    return writer.text.toString();
  }

  // Tests of a kind one after the other, as in #item: a switch over patterns is linked anew by
  // every
  // process, which costs "config" 3 ms each.
  private void block(Node node, int indent) {
    if (node instanceof Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                pad(indent);
                text.append(YamlScalars.string(key, indent)).append(':');
                value(entry.value(), indent);
              });
    } else if (node instanceof Sequence sequence) {
      sequence.items().forEach(item -> item(item, indent));
    } else if (node instanceof Scalar scalar) {
      text.append(scalar(scalar, indent)).append('\n');
    } else if (node instanceof Node.Tagged tagged) {
      block(tagged.node(), indent);
    }
  }

  private void value(Node node, int indent) {
    if (node instanceof Scalar scalar) {
      text.append(' ').append(scalar(scalar, indent)).append('\n');
    } else if (node instanceof Node.Tagged tagged) {
      value(tagged.node(), indent);
    } else if (node instanceof Mapping mapping && mapping.entries().isEmpty()) {
      text.append(" {}\n");
    } else if (node instanceof Sequence sequence && sequence.items().isEmpty()) {
      text.append(" []\n");
    } else {
      text.append('\n');
      block(node, indent + 2);
    }
  }

  /// The first line of an item stands behind its dash.
  private void item(Node item, int indent) {
    pad(indent);
    text.append('-');
    if (item instanceof Mapping mapping && !mapping.entries().isEmpty()) {
      text.append(' ');
      int start = text.length();
      block(mapping, indent + 2);
      text.delete(start, start + indent + 2);
    } else {
      value(item, indent);
    }
  }

  private void pad(int indent) {
    text.repeat(' ', indent);
  }

  private String scalar(Scalar scalar, int indent) {
    return switch (scalar.kind()) {
      case NULL -> "null";
      case BOOL, INT, FLOAT, TIMESTAMP -> scalar.text();
      case STRING -> {
        String value = escapeDollars ? scalar.text().replace("$", "$$") : scalar.text();
        yield YamlScalars.string(value, indent);
      }
    };
  }
}

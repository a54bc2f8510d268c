package io.davit.model.bind;

import io.davit.model.Provenance;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Sequence;
import java.util.Map;

/// Tells where the values of a tree were written.
final class Spans {
  private Spans() {}

  static Provenance of(Mapping project) {
    return new Provenance(listener -> children(project, 0, listener));
  }

  private static void children(Node node, int depth, Provenance.Listener listener) {
    if (node instanceof Mapping mapping) {
      for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
        listener.value(depth, entry.getKey(), entry.getValue().span());
        children(entry.getValue().value(), depth + 1, listener);
      }
    } else if (node instanceof Sequence sequence) {
      int index = 0;
      for (Node item : sequence.items()) {
        listener.value(depth, Integer.toString(index++), item.span());
        children(item, depth + 1, listener);
      }
    }
  }
}

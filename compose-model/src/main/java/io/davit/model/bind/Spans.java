package io.davit.model.bind;

import io.davit.model.Provenance;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Sequence;
import io.davit.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;

/// Collects where the values of a tree were written.
final class Spans {
  private Spans() {}

  static Provenance of(Mapping project) {
    return new Provenance(
        () -> {
          Map<String, SourceSpan> spans = new LinkedHashMap<>();
          children("", project, spans);
          return spans;
        });
  }

  private static void children(String path, Node node, Map<String, SourceSpan> spans) {
    if (node instanceof Mapping mapping) {
      for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
        String inner = path.isEmpty() ? entry.getKey() : path + '.' + entry.getKey();
        spans.put(inner, entry.getValue().span());
        children(inner, entry.getValue().value(), spans);
      }
    } else if (node instanceof Sequence sequence) {
      int index = 0;
      for (Node item : sequence.items()) {
        String inner = path + '.' + index++;
        spans.put(inner, item.span());
        children(inner, item, spans);
      }
    }
  }
}

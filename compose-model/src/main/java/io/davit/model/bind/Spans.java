package io.davit.model.bind;

import io.davit.model.Provenance;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects where the values of a tree were written.
final class Spans {
  private Spans() {}

  static Provenance of(Mapping project) {
    Map<String, SourceSpan> spans = new LinkedHashMap<>();
    children("", project, spans);
    return new Provenance(spans);
  }

  private static void children(String path, Node node, Map<String, SourceSpan> spans) {
    String prefix = path.isEmpty() ? "" : path + ".";
    switch (node) {
      case Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  (key, entry) -> {
                    spans.put(prefix + key, entry.span());
                    children(prefix + key, entry.value(), spans);
                  });
      case Sequence sequence -> {
        List<Node> items = sequence.items();
        for (int i = 0; i < items.size(); i++) {
          spans.put(prefix + i, items.get(i).span());
          children(prefix + i, items.get(i), spans);
        }
      }
      case Scalar _, Node.Tagged _ -> {}
    }
  }
}

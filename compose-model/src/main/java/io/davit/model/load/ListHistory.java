package io.davit.model.load;

import io.davit.model.load.Contribution.How;
import io.davit.model.load.Contribution.Removed;
import io.davit.model.load.Contribution.Written;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Follows the items of a list through its merges: which layer each came from, and which items it
/// took the place of.
final class ListHistory {
  private final List<String> path;
  private List<Node> items = List.of();
  private List<List<Contribution>> histories = List.of();

  /// @param path of the list, for the rule by which it is merged
  private ListHistory(List<String> path) {
    this.path = path;
  }

  /// What layers say of each item, by its index in the merged list.
  static List<List<Contribution>> of(List<String> path, List<Contribution> layers) {
    ListHistory history = new ListHistory(path);
    for (Contribution layer : layers) {
      switch (layer) {
        case Written written when written.entry().value() instanceof Sequence list ->
            history.add(written, list);
        case Removed removed -> history.remove(removed);
        case Written _, Contribution.FromEnvFile _ -> {}
      }
    }
    return history.histories;
  }

  private void remove(Removed removed) {
    if (removed.directive() == Node.Directive.RESET) {
      items = List.of();
      histories = List.of();
    }
  }

  private void add(Written written, Sequence list) {
    boolean first = items.isEmpty() || written.how() == How.IN_PLACE;
    List<Node> merged = first ? list.items() : merged(list);
    List<List<Contribution>> all = new ArrayList<>();
    for (int i = 0; i < merged.size(); i++) {
      Node item = merged.get(i);
      int before = items.indexOf(item);
      if (before >= 0 && !list.items().contains(item)) {
        all.add(histories.get(before));
        continue;
      }
      List<Contribution> history = new ArrayList<>();
      boolean replaces = !first && i < items.size() && !merged.contains(items.get(i));
      if (replaces) {
        history.addAll(histories.get(i));
      }
      How how = first ? written.how() : replaces ? How.OVER : How.APPENDED;
      Entry entry = new Entry(item.span(), item);
      history.add(new Written(written.layer(), entry, how, written.shared()));
      all.add(history);
    }
    items = merged;
    histories = all;
  }

  private List<Node> merged(Sequence list) {
    Node merged =
        ProjectShape.shape().merge(around(new Sequence(items, list.span()), 0), around(list, 0));
    for (String key : path) {
      merged = ((Mapping) merged).get(key).orElse(merged);
    }
    return merged instanceof Sequence sequence ? sequence.items() : List.of();
  }

  /// A project in which nothing but this list is said.
  private Node around(Node list, int depth) {
    return depth == path.size()
        ? list
        : new Mapping(
            Map.of(path.get(depth), new Entry(list.span(), around(list, depth + 1))), list.span());
  }
}

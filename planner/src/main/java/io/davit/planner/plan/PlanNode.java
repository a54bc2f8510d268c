package io.davit.planner.plan;

import java.util.List;
import java.util.stream.Collectors;

/// An action in its place.
///
/// @param id from 1
/// @param dependsOn smaller ids, ascending: list order is a topological order
public record PlanNode(int id, Action action, List<Integer> dependsOn, Cause cause) {
  public PlanNode {
    dependsOn = List.copyOf(dependsOn);
    for (int dependency : dependsOn) {
      if (dependency >= id) {
        throw new IllegalArgumentException(
            "node #%d depends on #%d, which is not before it".formatted(id, dependency));
      }
    }
  }

  /// `#3 after #1 #2 start container shop-web-1 because it does not run`.
  public String describe() {
    String after =
        dependsOn.isEmpty()
            ? ""
            : dependsOn.stream().map(d -> " #" + d).collect(Collectors.joining("", " after", ""));
    return "#%d%s  %s  because %s".formatted(id, after, action.describe(), cause.describe());
  }
}

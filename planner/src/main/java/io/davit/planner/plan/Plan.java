package io.davit.planner.plan;

import java.util.List;
import java.util.stream.Collectors;

/// What an operation will do, in an order in which it can be done. Actions that do not depend on
/// each other may run side by side.
///
/// @param nodes with ids 1, 2, …
/// @param warnings what the user should know, and that nothing is done about
public record Plan(List<PlanNode> nodes, List<String> warnings) {
  public Plan {
    nodes = List.copyOf(nodes);
    warnings = List.copyOf(warnings);
  }

  public boolean isEmpty() {
    return nodes.isEmpty();
  }

  /// The actions that lose data of the user.
  public List<PlanNode> destructive() {
    return nodes.stream().filter(node -> node.action() instanceof Action.Destructive).toList();
  }

  /// One line for each action, and none for an empty plan.
  public String text() {
    return nodes.stream().map(node -> node.describe() + "\n").collect(Collectors.joining());
  }
}

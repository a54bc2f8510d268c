package io.davit.planner.graph;

import io.davit.planner.plan.Action;
import io.davit.planner.plan.Cause;
import io.davit.planner.plan.Plan;
import io.davit.planner.plan.PlanNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jgrapht.Graphs;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedAcyclicGraph;
import org.jgrapht.traverse.TopologicalOrderIterator;

/// A plan being made: actions are added in any order, and then put after each other.
///
/// For one thread. Equal calls in equal order make equal plans.
public final class PlanGraph {
  private final DirectedAcyclicGraph<Step, DefaultEdge> graph =
      new DirectedAcyclicGraph<>(DefaultEdge.class);
  private final List<String> warnings = new ArrayList<>();
  private int added;

  /// An action in the graph. Two steps are never equal, even when their actions are.
  public static final class Step {
    private final int order;
    private final Action action;
    private final Cause cause;

    private Step(int order, Action action, Cause cause) {
      this.order = order;
      this.action = action;
      this.cause = cause;
    }

    public Action action() {
      return action;
    }
  }

  public Step add(Action action, Cause cause) {
    Step step = new Step(added++, action, cause);
    graph.addVertex(step);
    return step;
  }

  public Step add(Action action, Cause cause, Collection<Step> after) {
    Step step = add(action, cause);
    after(step, after);
    return step;
  }

  /// Puts a step after others.
  ///
  /// @throws IllegalArgumentException when that would be a cycle
  public void after(Step step, Collection<Step> earlier) {
    for (Step before : earlier) {
      graph.addEdge(before, step);
    }
  }

  /// What the user should know; the same text once.
  public void warn(String text) {
    if (!warnings.contains(text)) {
      warnings.add(text);
    }
  }

  /// The plan: numbered so that what comes first has the smaller number, and otherwise in the order
  /// in which it was added.
  public Plan toPlan() {
    Map<Step, Integer> ids = new HashMap<>();
    List<PlanNode> nodes = new ArrayList<>();
    var iterator =
        new TopologicalOrderIterator<>(graph, Comparator.comparingInt((Step step) -> step.order));
    while (iterator.hasNext()) {
      Step step = iterator.next();
      int id = nodes.size() + 1;
      ids.put(step, id);
      List<Integer> dependsOn =
          Graphs.predecessorListOf(graph, step).stream()
              .map(before -> ids.getOrDefault(before, 0))
              .distinct()
              .sorted()
              .toList();
      nodes.add(new PlanNode(id, step.action, dependsOn, step.cause));
    }
    return new Plan(nodes, warnings);
  }
}

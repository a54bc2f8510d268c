package io.davit.planner.reconcile;

import io.davit.model.Project;
import io.davit.planner.graph.PlanGraph;
import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Containers of a project that belong to none of its services: a service that a profile disables
/// is one, an ended one-off is not.
final class Orphans {
  static final Cause CAUSE = Cause.of("it is an orphan");

  private Orphans() {}

  static boolean isOrphan(ObservedContainer container, Project project) {
    if (container.oneOff()) {
      return !container.alive() && !(container.state() instanceof ObservedContainer.State.Created);
    }
    return !project.services().containsKey(container.service())
        && !project.disabledServices().contains(container.service());
  }

  static Step remove(PlanGraph graph, ObservedContainer orphan, Optional<Duration> timeout) {
    List<Step> stopped =
        orphan.alive()
            ? List.of(graph.add(new Action.StopContainer(orphan.target(), timeout), CAUSE))
            : List.of();
    return graph.add(new Action.RemoveContainer(orphan.target()), CAUSE, stopped);
  }
}

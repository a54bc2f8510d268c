package io.davit.planner.reconcile;

import io.davit.model.Project;
import io.davit.planner.graph.PlanGraph;
import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.Labels;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Containers of a project that belong to none of its services: a service that a profile disables
/// is one, an ended one-off is not.
///
/// What was made from another directory is no orphan: two projects may have taken the same name
/// from their directories, and neither may remove the other.
final class Orphans {
  static final Cause CAUSE = Cause.of("it is an orphan");

  private Orphans() {}

  static boolean isOrphan(ObservedContainer container, Project project) {
    if (isFromElsewhere(container, project)) {
      return false;
    }
    if (container.oneOff()) {
      return !container.alive() && !(container.state() instanceof ObservedContainer.State.Created);
    }
    return !isOfService(container, project);
  }

  static boolean isOfService(ObservedContainer container, Project project) {
    return project.services().containsKey(container.service())
        || project.disabledServices().contains(container.service());
  }

  static boolean isFromElsewhere(ObservedContainer container, Project project) {
    String directory = container.labels().get(Labels.WORKING_DIRECTORY);
    return directory != null && !directory.equals(project.workingDirectory().toString());
  }

  /// Tells that another directory has the same project's name.
  static void warnOfElsewhere(
      PlanGraph graph, List<ObservedContainer> containers, Project project) {
    for (ObservedContainer container : containers) {
      if (isFromElsewhere(container, project)) {
        graph.warn(
            "project %s has containers that were made from %s, and this is %s: with --project-name, each has a project of its own"
                .formatted(
                    project.name(),
                    container.labels().get(Labels.WORKING_DIRECTORY),
                    project.workingDirectory()));
      }
    }
  }

  static Step remove(PlanGraph graph, ObservedContainer orphan, Optional<Duration> timeout) {
    List<Step> stopped =
        orphan.alive()
            ? List.of(graph.add(new Action.StopContainer(orphan.target(), timeout), CAUSE))
            : List.of();
    return graph.add(new Action.RemoveContainer(orphan.target()), CAUSE, stopped);
  }
}

package io.davit.planner.reconcile;

import io.davit.planner.graph.PlanGraph;
import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.Labels;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.observed.ObservedVolume;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Removes volumes after the containers that mount them; one that another container mounts stays.
final class VolumeRemoval {
  private final ObservedState observed;
  private final PlanGraph graph;
  private final Map<String, Step> removals;

  /// @param removals the removals of containers, by id
  VolumeRemoval(ObservedState observed, PlanGraph graph, Map<String, Step> removals) {
    this.observed = observed;
    this.graph = graph;
    this.removals = removals;
  }

  /// Those that belong to nothing but the removed containers.
  void removeAnonymous(Cause cause) {
    for (ObservedVolume volume : observed.volumes().values()) {
      boolean ours =
          observed.containers().stream()
              .anyMatch(
                  container -> removals.containsKey(container.id()) && mounts(container, volume));
      if (ours && volume.labels().containsKey(Labels.ANONYMOUS_VOLUME)) {
        remove(volume, cause);
      }
    }
  }

  void remove(ObservedVolume volume, Cause cause) {
    List<Step> after = new ArrayList<>();
    for (ObservedContainer container : observed.containers()) {
      if (mounts(container, volume)) {
        Step removal = removals.get(container.id());
        if (removal == null) {
          graph.warn(
              "volume %s is still in use by container %s"
                  .formatted(volume.name(), container.name()));
          return;
        }
        after.add(removal);
      }
    }
    graph.add(new Action.RemoveVolume(volume.name()), cause, after);
  }

  private static boolean mounts(ObservedContainer container, ObservedVolume volume) {
    return container.volumes().containsValue(volume.name());
  }
}

package io.davit.planner.reconcile;

import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.plan.Target;
import java.util.List;
import java.util.Optional;

/// A container that belongs to a service once the plan is carried out.
///
/// @param existing one that is kept; empty for one that the plan creates
/// @param ready the steps after which it can be started
record Member(Target target, Optional<ObservedContainer> existing, List<Step> ready) {
  Member {
    ready = List.copyOf(ready);
  }

  static Member kept(ObservedContainer container, List<Step> ready) {
    return new Member(container.target(), Optional.of(container), ready);
  }
}

package io.davit.planner.reconcile;

import io.davit.planner.observed.ObservedState;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.Collection;
import java.util.List;

/// The services that an operation names.
final class Selection {
  private Selection() {}

  /// @param known those that are declared
  /// @throws NotFound for one that is not declared and has no container either
  static void require(List<String> named, Collection<String> known, ObservedState observed) {
    for (String service : named) {
      boolean exists =
          known.contains(service)
              || observed.containers().stream().anyMatch(one -> one.service().equals(service));
      if (!exists) {
        throw new NotFound(
            "no such service: " + service,
            new Resource("service", service),
            known.isEmpty()
                ? "the project has no containers: davit up"
                : "the project has: " + String.join(", ", known));
      }
    }
  }
}

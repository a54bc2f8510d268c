package io.davit.planner;

import io.davit.planner.desired.DesiredState;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.plan.Plan;
import io.davit.planner.reconcile.Lower;
import io.davit.planner.reconcile.Raise;
import io.davit.planner.reconcile.Signals;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.Optional;

/// Desired × observed → plan: a function. Equal arguments make equal plans.
///
/// Failures: [NotFound] for a service that is not there or an external resource that is missing,
/// [io.davit.problem.Conflict] for a resource of another project, [io.davit.problem.InvalidInput]
/// for a declaration that contradicts itself.
public final class Planner {
  private Planner() {}

  /// @param desired empty when nothing is declared: then the containers' labels tell what is known
  public static Plan plan(
      Operation operation, Optional<DesiredState> desired, ObservedState observed) {
    return switch (operation) {
      case Operation.Up up -> Raise.up(declared(desired, observed), observed, up);
      case Operation.Run run -> Raise.run(declared(desired, observed), observed, run);
      case Operation.Reconcile reconcile ->
          Raise.reconcile(declared(desired, observed), observed, reconcile);
      case Operation.Down down -> Lower.down(desired, observed, down);
      case Operation.Start start -> Signals.start(desired, observed, start);
      case Operation.Stop stop -> Signals.stop(desired, observed, stop);
      case Operation.Restart restart -> Signals.restart(desired, observed, restart);
      case Operation.Kill kill -> Signals.kill(desired, observed, kill);
      case Operation.Remove remove -> Signals.remove(desired, observed, remove);
      case Operation.Pause pause -> Signals.pause(desired, observed, pause);
      case Operation.Unpause unpause -> Signals.unpause(desired, observed, unpause);
    };
  }

  private static DesiredState declared(Optional<DesiredState> desired, ObservedState observed) {
    return desired.orElseThrow(
        () ->
            new NotFound(
                "project \"%s\" is not declared".formatted(observed.project()),
                new Resource("project", observed.project()),
                "name its compose file with -f, or run the command in its directory"));
  }
}

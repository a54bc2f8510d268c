package io.davit.planner.reconcile;

import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedContainer.State;
import io.davit.planner.plan.Cause;
import java.util.Optional;
import java.util.Set;

/// Which containers are started, and why.
interface StartRule {
  /// For one that is there already.
  Optional<Cause> existing(ObservedContainer container);

  /// For one that the plan creates.
  Optional<Cause> created();

  /// `up`: everything that does not run.
  static StartRule whatRests() {
    return new StartRule() {
      @Override
      public Optional<Cause> existing(ObservedContainer container) {
        return switch (container.state()) {
          case State.Running _, State.Restarting _ -> Optional.empty();
          case State.Created _ -> Optional.of(Cause.of("it was not started yet"));
          case State.Paused _ -> Optional.of(Cause.of("it is paused"));
          case State.Exited(int code) ->
              Optional.of(Cause.of("it exited with code %d".formatted(code)));
          case State.Dead _ -> Optional.of(Cause.of("it is dead"));
        };
      }

      @Override
      public Optional<Cause> created() {
        return Optional.of(Cause.of("it is new"));
      }
    };
  }

  /// `create`: none.
  static StartRule nothing() {
    return new StartRule() {
      @Override
      public Optional<Cause> existing(ObservedContainer container) {
        return Optional.empty();
      }

      @Override
      public Optional<Cause> created() {
        return Optional.empty();
      }
    };
  }

  /// The engine's own reconcile: what is new, and what ended with the engine or the machine.
  ///
  /// @param interrupted ids of the latter
  static StartRule whatWasInterrupted(Set<String> interrupted) {
    return new StartRule() {
      @Override
      public Optional<Cause> existing(ObservedContainer container) {
        if (container.state() instanceof State.Created) {
          return Optional.of(Cause.of("it was not started yet"));
        }
        return interrupted.contains(container.id()) && !container.alive()
            ? Optional.of(Cause.of("it ended with the engine, and its restart policy asks for it"))
            : Optional.empty();
      }

      @Override
      public Optional<Cause> created() {
        return Optional.of(Cause.of("it is new"));
      }
    };
  }
}

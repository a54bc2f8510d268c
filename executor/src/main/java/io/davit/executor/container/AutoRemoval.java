package io.davit.executor.container;

import io.davit.problem.Failure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Consumer;

/// Removes containers that asked for it when they have ended, with their anonymous volumes.
///
/// It exists before the removal does: an end is noticed by who a removal stops.
final class AutoRemoval implements Consumer<ContainerEntry> {
  private final Logger log = System.getLogger(AutoRemoval.class.getName());
  private volatile Optional<Removal> removal = Optional.empty();

  void by(Removal removing) {
    removal = Optional.of(removing);
  }

  @Override
  public void accept(ContainerEntry entry) {
    try {
      removal.orElseThrow().remove(entry, true, false);
    } catch (Failure failure) {
      log.log(
          Level.WARNING,
          "container " + entry.record().name() + " was not removed: " + failure.describe());
    }
  }
}

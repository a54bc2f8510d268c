package io.davit.executor.container;

import io.davit.runtime.ContainerRuntime.ExitStatus;
import java.time.Instant;
import java.util.Optional;

/// What is kept of a container's life: enough to know, after the engine or the machine went down at
/// any moment, what was going on. Where it runs is not here: that ends with the boot.
///
/// @param id of the container
/// @param running whether it was started and has not been seen to end
/// @param stoppedByUser whether its last end was asked for: its restart policy rests
/// @param startedAt of the current or last run
/// @param end of the last run
/// @param error why it could not be started
/// @param restartCount how often it was started again since a user started it
record LifeRecord(
    String id,
    boolean running,
    boolean stoppedByUser,
    Optional<Instant> startedAt,
    Optional<ExitStatus> end,
    String error,
    int restartCount) {
  static LifeRecord created(String id) {
    return new LifeRecord(id, false, false, Optional.empty(), Optional.empty(), "", 0);
  }

  LifeRecord started(Instant at, int restarts) {
    return new LifeRecord(id, true, false, Optional.of(at), end, "", restarts);
  }

  LifeRecord ended(ExitStatus status, boolean byUser) {
    return new LifeRecord(id, false, byUser, startedAt, Optional.of(status), "", restartCount);
  }

  LifeRecord failed(String why) {
    return new LifeRecord(id, false, stoppedByUser, startedAt, end, why, restartCount);
  }

  LifeRecord stopped() {
    return new LifeRecord(id, running, true, startedAt, end, error, restartCount);
  }
}

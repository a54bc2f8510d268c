package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import java.time.Duration;

/// Decides whether a container that ended by itself starts again. [Containers] asks, shows the
/// container as restarting meanwhile, and starts it.
///
/// Called while the container is held: it only decides, and calls nothing.
@FunctionalInterface
public interface RestartRule {
  Decision afterExit(Ended ended);

  /// Never starts anything again.
  static RestartRule never() {
    return _ -> new Decision.Stay();
  }

  /// @param restartCount how often it was started again since a user started it
  /// @param ran how long it ran this time
  /// @param lastDelay the back-off before this run; zero when a user started it
  record Ended(
      String id,
      ContainerCreate.RestartPolicy policy,
      ExitStatus status,
      int restartCount,
      Duration ran,
      Duration lastDelay) {}

  sealed interface Decision {
    record Stay() implements Decision {}

    record RestartAfter(Duration delay) implements Decision {}
  }
}

package io.davit.runtime.cgroup;

import io.davit.problem.Resource;
import io.davit.problem.TimedOut;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits until all processes of a group stand still. A process does once it is on its way back from
/// the kernel: nearly always at once, and nobody is told in version 1.
final class Freezing {
  private static final int ATTEMPTS = 2000;
  private static final long PAUSE_NANOS = 1_000_000;

  private Freezing() {}

  /// @throws TimedOut after two seconds: a process hangs in the kernel
  static void await(BooleanSupplier frozen) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (frozen.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new TimedOut(
        "a process of the container does not stand still",
        Optional.of(new Resource("cgroup", "freezer")),
        Optional.of("look for a process in state D: it waits for a device or a network's disk"),
        null);
  }
}

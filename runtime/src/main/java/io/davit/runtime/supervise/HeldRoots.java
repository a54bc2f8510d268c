package io.davit.runtime.supervise;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.process.Pidfd;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Roots of running containers, held open. The kernel unmounts a root when its last user is gone,
/// and makes that user wait until the whole file system below it was written out (syncfs(2)), with
/// all that others have written there. That user would be the container's own first process, whose
/// end everybody waits for. So it is a thread of the engine, a moment later: a container that is
/// removed meanwhile has nothing left to be written. Safe for concurrent use.
final class HeldRoots implements AutoCloseable {
  private static final long MOMENT_MILLIS = 1000;

  private final Map<String, Fd> held = new ConcurrentHashMap<>();
  private final Map<String, Leaving> leaving = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("unmount").daemon().unstarted(task));

  private record Leaving(Fd root) {
    /// Returns when it is closed, whoever does it.
    synchronized void close() {
      root.close();
    }
  }

  /// Holds a container's root; not when it has ended already.
  void hold(String containerId, Pidfd first) throws ErrnoException {
    try {
      held.put(containerId, first.root());
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT) && !e.is(Errno.ESRCH)) {
        throw e;
      }
    }
  }

  /// Begins to let go of it. Safe to call twice.
  void release(String containerId) {
    Fd root = held.remove(containerId);
    if (root != null) {
      Leaving last = new Leaving(root);
      leaving.put(containerId, last);
      var _ = thread.schedule(() -> end(containerId, last), MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void end(String containerId, Leaving last) {
    last.close();
    leaving.remove(containerId, last);
  }

  /// Lets go at once of a root that would be let go of soon: two mounts of the same layers do not
  /// go well together.
  void finishRelease(String containerId) {
    Leaving last = leaving.get(containerId);
    if (last != null) {
      end(containerId, last);
    }
  }

  /// Lets go of all. Of containers that go on the engine is not the last user.
  @Override
  public void close() {
    thread.shutdownNow();
    held.values().forEach(Fd::close);
    leaving.values().forEach(Leaving::close);
  }
}

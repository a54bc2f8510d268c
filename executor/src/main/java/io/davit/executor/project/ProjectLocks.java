package io.davit.executor.project;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// One operation at a time for each project; who comes later waits its turn.
final class ProjectLocks {
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /// A project that is held.
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /// @param waiting called when another operation is going on
  Held hold(String project, Runnable waiting) {
    ReentrantLock lock = locks.computeIfAbsent(project, _ -> new ReentrantLock(true));
    if (!lock.tryLock()) {
      waiting.run();
      lock.lock();
    }
    return lock::unlock;
  }
}

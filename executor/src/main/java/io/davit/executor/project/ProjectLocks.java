package io.davit.executor.project;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// One operation at a time for each project; who comes later waits its turn. Only the engine's own
/// reconcile makes way for a client.
final class ProjectLocks {
  private final Map<String, Turn> turns = new ConcurrentHashMap<>();

  /// A project that is held.
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Turn {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final AtomicInteger clients = new AtomicInteger();

    /// Asks who holds it to make way. Safe to call twice.
    private volatile Runnable makeWay = () -> {};
  }

  /// For a client.
  ///
  /// @param waiting called when another operation is going on
  Held hold(String project, Runnable waiting) {
    Turn turn = turn(project);
    turn.clients.incrementAndGet();
    try {
      if (!turn.lock.tryLock()) {
        waiting.run();
        turn.makeWay.run();
        turn.lock.lock();
      }
    } finally {
      turn.clients.decrementAndGet();
    }
    return turn.lock::unlock;
  }

  /// For what need not end now.
  ///
  /// @param makeWay called, perhaps more than once, when a client waits
  Held holdUntilWanted(String project, Runnable makeWay) {
    Turn turn = turn(project);
    turn.lock.lock();
    turn.makeWay = makeWay;
    // A client that came before it could see whom to ask.
    if (turn.clients.get() > 0) {
      makeWay.run();
    }
    return () -> {
      turn.makeWay = () -> {};
      turn.lock.unlock();
    };
  }

  private Turn turn(String project) {
    return turns.computeIfAbsent(project, _ -> new Turn());
  }
}

package io.davit.network;

import java.util.ArrayDeque;
import java.util.Deque;

/// Steps to be taken in any case, the last one added first: what takes back a work that failed, or
/// what takes a thing away.
final class Undo {
  private final Deque<Runnable> steps = new ArrayDeque<>();

  void add(Runnable step) {
    steps.push(step);
  }

  /// Takes everything back. What fails then is added to the reason as suppressed.
  void run(Throwable reason) {
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (RuntimeException e) {
        reason.addSuppressed(e);
      }
    }
  }

  /// Takes all steps, and throws the first failure at the end.
  void runAll() {
    RuntimeException failure = null;
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

package io.davit.executor.project;

import java.util.ArrayList;
import java.util.List;

/// The wish of a client to end its operation early: it ends before its next action, and what it
/// waits for is no longer waited for. Safe for concurrent use.
public final class Cancellation {
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean cancelled;

  /// Safe to call twice.
  public void cancel() {
    List<Runnable> told;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      told = List.copyOf(listeners);
    }
    told.forEach(Runnable::run);
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /// Calls back once, at once when it is cancelled already.
  public void onCancel(Runnable listener) {
    synchronized (this) {
      if (!cancelled) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }
}

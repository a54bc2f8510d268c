package io.davit.cli;

import io.davit.cli.terminal.Signals;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Signals that a test raises.
final class RaisedSignals implements Signals {
  private record Registration(String signal, Consumer<String> handler) {}

  private final Deque<Registration> registrations = new ArrayDeque<>();

  @Override
  public synchronized Handle on(String signal, Consumer<String> handler) {
    Registration registration = new Registration(signal, handler);
    registrations.push(registration);
    notifyAll();
    return () -> remove(registration);
  }

  private synchronized void remove(Registration registration) {
    registrations.remove(registration);
  }

  /// Waits until somebody handles the signal, and hands it over.
  void raise(String signal) {
    awaited(signal).handler().accept(signal);
  }

  private synchronized Registration awaited(String signal) {
    while (true) {
      for (Registration registration : registrations) {
        if (registration.signal().equals(signal)) {
          return registration;
        }
      }
      try {
        wait();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}

package io.davit.cli.terminal;

import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Signals sent to this process. Handlers run on a thread of their own, one at a time.
public interface Signals {
  /// Calls the handler with the signal's name (`INT`) until the handle is closed.
  Handle on(String signal, Consumer<String> handler);

  /// Closing it restores what was there before.
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }

  static Signals ofProcess() {
    return new ProcessSignals();
  }

  /// Those that the kernel sends.
  final class ProcessSignals implements Signals {
    private ProcessSignals() {}

    @Override
    public Handle on(String signal, Consumer<String> handler) {
      SignalHandler mine =
          received -> Thread.ofVirtual().start(() -> handler.accept(received.getName()));
      SignalHandler before;
      try {
        before = Signal.handle(new Signal(signal), mine);
      } catch (IllegalArgumentException e) {
        // Unknown here, or taken by the JVM itself: it keeps its usual effect.
        return () -> {};
      }
      return () -> Signal.handle(new Signal(signal), before);
    }
  }
}

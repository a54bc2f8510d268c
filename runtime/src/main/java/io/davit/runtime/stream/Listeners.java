package io.davit.runtime.stream;

import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.Stream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Who wants the output of one process. They come and go on any thread, and are told on the event
/// loop's.
public final class Listeners {
  private final List<OutputListener> listeners = new CopyOnWriteArrayList<>();
  private boolean over;

  /// From now on it is told.
  ///
  /// @return false when there is nothing to be told any more
  public synchronized boolean add(OutputListener listener) {
    return !over && listeners.add(listener);
  }

  public void remove(OutputListener listener) {
    listeners.remove(listener);
  }

  public boolean isEmpty() {
    return listeners.isEmpty();
  }

  void output(Stream stream, byte[] data) {
    listeners.forEach(listener -> listener.output(stream, data));
  }

  public void end(@Nullable ExitStatus status) {
    release().forEach(listener -> listener.end(status));
  }

  /// Lets go of all, without a word to them.
  public synchronized List<OutputListener> release() {
    over = true;
    List<OutputListener> last = List.copyOf(listeners);
    listeners.clear();
    return last;
  }
}

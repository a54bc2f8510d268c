package io.davit.runtime.stream;

import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.Stream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Who wants the output of one process. Listeners may leave on any thread; everything else happens
/// on the event loop's.
public final class Listeners {
  private final List<OutputListener> listeners = new CopyOnWriteArrayList<>();

  public void add(OutputListener listener) {
    listeners.add(listener);
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
    listeners.forEach(listener -> listener.end(status));
    listeners.clear();
  }
}

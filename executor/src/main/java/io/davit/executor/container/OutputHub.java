package io.davit.executor.container;

import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.Stream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Passes a process's output on to everybody who is attached; attaching is possible before it
/// starts.
final class OutputHub implements OutputListener {
  private final List<OutputListener> listeners = new CopyOnWriteArrayList<>();

  /// Delivers what comes from now on until the handle is closed or the process ends.
  AutoCloseable attach(OutputListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void output(Stream stream, byte[] data) {
    for (OutputListener listener : listeners) {
      listener.output(stream, data);
    }
  }

  @Override
  public void end(@Nullable ExitStatus status) {
    List<OutputListener> told = List.copyOf(listeners);
    listeners.removeAll(told);
    told.forEach(listener -> listener.end(status));
  }
}

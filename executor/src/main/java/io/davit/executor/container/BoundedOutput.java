package io.davit.executor.container;

import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Keeps the first bytes of an output, both streams as they come.
final class BoundedOutput implements OutputListener {
  private final int maxBytes;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  BoundedOutput(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public synchronized void output(Stream stream, byte[] data) {
    kept.write(data, 0, Math.min(data.length, maxBytes - kept.size()));
  }

  @Override
  public void end(@Nullable ExitStatus status) {
    // The text is asked for after the exit.
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}

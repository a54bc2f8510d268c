package io.davit.executor.project;

import io.davit.api.Progress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells a client how an operation goes, in Compose's words, one line after the other.
final class ProgressReport {
  private final Consumer<Progress> client;

  ProgressReport(Consumer<Progress> client) {
    this.client = client;
  }

  /// For what nobody watches.
  static ProgressReport silent() {
    return new ProgressReport(_ -> {});
  }

  void working(String id, String text) {
    tell(id, "Working", text, null);
  }

  void done(String id, String text) {
    tell(id, "Done", text, null);
  }

  void warning(String id, String text, @Nullable String details) {
    tell(id, "Warning", text, details);
  }

  void error(String id, String details) {
    tell(id, "Error", "Error", details);
  }

  private void tell(String id, String status, String text, @Nullable String details) {
    send(new Progress(id, null, status, text, details, null));
  }

  void ended(Optional<String> containerId) {
    send(
        new Progress(
            null,
            null,
            null,
            null,
            null,
            new Progress.Result(true, null, containerId.orElse(null))));
  }

  void failed(io.davit.api.ErrorBody error) {
    send(new Progress(null, null, null, null, null, new Progress.Result(false, error, null)));
  }

  private synchronized void send(Progress progress) {
    client.accept(progress);
  }
}

package io.davit.executor.project;

import io.davit.api.ContainerSummary;
import io.davit.executor.container.Containers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Waits until containers have ended, and tells their codes.
final class EndWait {
  private final Containers containers;
  private final ProgressReport report;
  private final Cancellation cancellation;

  EndWait(Containers containers, ProgressReport report, Cancellation cancellation) {
    this.containers = containers;
    this.report = report;
    this.cancellation = cancellation;
  }

  void await(List<ContainerSummary> awaited) {
    CompletableFuture<Void> givenUp = new CompletableFuture<>();
    cancellation.onCancel(() -> givenUp.complete(null));
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (ContainerSummary container : awaited) {
      String id = "Container " + Observation.name(container);
      ends.add(
          containers
              .exit(container.id())
              .thenAccept(status -> report.done(id, "Exited with code " + status.code())));
    }
    CompletableFuture.anyOf(
            givenUp, CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)))
        .join();
  }
}

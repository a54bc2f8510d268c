package io.davit.executor.project;

import io.davit.executor.trace.Trace;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Plan;
import io.davit.planner.plan.PlanNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// Carries a plan out: each action as soon as those are done that it depends on. When one fails,
/// what depends on it is skipped, and the rest is done: what runs is kept.
final class PlanExecution {
  /// Enough to keep the machine busy while actions wait for the kernel or the disk.
  private static final int SIDE_BY_SIDE = 16;

  private final Logger log = System.getLogger(PlanExecution.class.getName());
  private final Actions actions;
  private final ActionProgress progress;
  private final Cancellation cancellation;
  private final AfterFailure afterFailure;
  private final Optional<Trace> trace;

  /// Ends what is waited for.
  private final Cancellation waits = new Cancellation();

  private final Semaphore permits = new Semaphore(SIDE_BY_SIDE);
  private final SortedMap<Integer, Throwable> failures = new TreeMap<>();
  private final SortedMap<Integer, String> created = new TreeMap<>();

  PlanExecution(
      Actions actions,
      ActionProgress progress,
      Cancellation cancellation,
      AfterFailure afterFailure,
      Optional<Trace> trace) {
    this.actions = actions;
    this.progress = progress;
    this.cancellation = cancellation;
    this.afterFailure = afterFailure;
    this.trace = trace;
    cancellation.onCancel(waits::cancel);
  }

  /// Whether a condition that does not hold yet is still waited for when something else failed.
  enum AfterFailure {
    /// For a client, who shall hear of the failure now: the condition may never hold.
    GIVE_UP_WAITING,
    /// For what nobody watches.
    KEEP_WAITING
  }

  /// @param failures in the order of the plan
  /// @param lastCreated id of the last container in the plan that was created
  /// @param cancelled whether the client gave up before the end
  record Outcome(List<Throwable> failures, Optional<String> lastCreated, boolean cancelled) {}

  private enum Result {
    DONE,
    FAILED,
    SKIPPED
  }

  /// Returns when nothing is being done any more. To be called once.
  Outcome execute(Plan plan) {
    Map<Integer, CompletableFuture<Result>> results = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PlanNode node : plan.nodes()) {
        List<CompletableFuture<Result>> before =
            node.dependsOn().stream().map(id -> results.get(id)).toList();
        CompletableFuture<Result> result =
            CompletableFuture.allOf(before.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                    _ -> {
                      Set<Result> earlier =
                          before.stream().map(CompletableFuture::join).collect(Collectors.toSet());
                      if (earlier.contains(Result.FAILED)) {
                        return skip(node, "what it depends on failed");
                      }
                      return earlier.contains(Result.SKIPPED)
                          ? skip(node, "what it depends on was skipped")
                          : perform(node);
                    },
                    threads);
        results.put(node.id(), result);
      }
      CompletableFuture.allOf(results.values().toArray(CompletableFuture[]::new)).join();
    }
    synchronized (this) {
      return new Outcome(
          List.copyOf(failures.values()),
          created.values().stream().reduce((_, last) -> last),
          cancellation.isCancelled());
    }
  }

  private Result skip(PlanNode node, String because) {
    if (!cancellation.isCancelled()) {
      progress.skipped(node.action(), because);
    }
    return Result.SKIPPED;
  }

  private Result perform(PlanNode node) {
    if (cancellation.isCancelled()) {
      return Result.SKIPPED;
    }
    boolean limited = !(node.action() instanceof Action.AwaitCondition);
    if (limited) {
      permits.acquireUninterruptibly();
    }
    try {
      return traced(node);
    } finally {
      if (limited) {
        permits.release();
      }
    }
  }

  private Result traced(PlanNode node) {
    if (trace.isEmpty()) {
      return attempt(node);
    }
    Result[] result = {Result.FAILED};
    trace
        .get()
        .record(
            () -> {
              try (var _ = Trace.span(node.action().describe())) {
                result[0] = attempt(node);
              }
            });
    return result[0];
  }

  private Result attempt(PlanNode node) {
    Action action = node.action();
    try {
      progress.begun(action);
      if (action instanceof Action.AwaitCondition await) {
        if (!actions.await(await, waits)) {
          return skip(node, "no longer waited for, since something else failed");
        }
      } else {
        actions.perform(action).ifPresent(container -> note(node, container));
      }
      progress.done(action);
      return Result.DONE;
    } catch (RuntimeException failure) {
      if (action instanceof Action.AwaitCondition await && !await.required()) {
        progress.warned(action, failure);
        return Result.DONE;
      }
      log.log(Level.DEBUG, "action failed: " + node.describe(), failure);
      progress.failed(action, failure);
      fail(node, failure);
      return Result.FAILED;
    }
  }

  private synchronized void note(PlanNode node, String container) {
    created.put(node.id(), container);
  }

  private void fail(PlanNode node, Throwable failure) {
    synchronized (this) {
      failures.put(node.id(), failure);
    }
    switch (afterFailure) {
      case GIVE_UP_WAITING -> waits.cancel();
      case KEEP_WAITING -> {}
    }
  }
}

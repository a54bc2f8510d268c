package io.davit.executor.project;

import io.davit.api.ContainerSummary;
import io.davit.api.PlanBody;
import io.davit.api.Progress;
import io.davit.api.ProjectBody;
import io.davit.api.ProjectRequest;
import io.davit.api.ProjectSummary;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The engine's projects, as the HTTP server offers them (docs/api.md). Safe for concurrent use;
/// blocking: call it on a virtual thread.
///
/// Operations on one project come one after the other; a second one waits, and says so in its
/// progress.
public interface Projects extends AutoCloseable {
  /// What an operation would do. Touches nothing.
  ///
  /// @param operation `up`, `down`, …
  /// @throws io.davit.problem.Failure for a request that is not acceptable
  PlanBody plan(String project, String operation, ProjectRequest request);

  /// Does it, and returns when it has ended.
  ///
  /// @param progress receives one line after the other, on any thread but never two at once; the
  ///   last one has a result, whatever went wrong
  /// @throws io.davit.problem.Failure before any progress, for a request that is not acceptable
  void operate(
      String project,
      String operation,
      ProjectRequest request,
      Consumer<Progress> progress,
      Cancellation cancellation);

  /// @param all false: only those with a running container
  List<ProjectSummary> list(boolean all);

  /// @throws io.davit.problem.NotFound for a project that is neither declared nor has containers
  ProjectBody get(String project);

  /// The containers of some services, one-offs excluded, in the order of their names.
  ///
  /// @param services empty: all
  /// @param index 0: all replicas
  List<ContainerSummary> containers(String project, List<String> services, int index);

  /// The Chrome trace of the last operation that asked for one.
  Optional<String> trace(String project);

  /// Begins to reconcile: brings back what was declared before the engine ended, and reacts to
  /// events from now on. Returns at once.
  void start();

  /// Ends after the actions that are being done. Containers go on.
  @Override
  void close();
}

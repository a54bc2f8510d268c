package io.davit.executor.project;

import io.davit.planner.plan.Action;
import io.davit.planner.plan.Plan;
import io.davit.planner.plan.PlanNode;
import io.davit.planner.plan.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Compose's words for actions: what begins, what is done. The steps of a recreation are told as
/// one.
final class ActionProgress {
  private final ProgressReport report;
  private final Set<String> replaced = new HashSet<>();
  private final Set<String> renamed = new HashSet<>();

  /// Told once each: first that it is not created, then that it is not started either.
  private final Set<String> skipped = ConcurrentHashMap.newKeySet();

  private final boolean restart;

  /// @param restart whether stops and starts are the two halves of a restart
  ActionProgress(ProgressReport report, Plan plan, boolean restart) {
    this.report = report;
    this.restart = restart;
    for (PlanNode node : plan.nodes()) {
      switch (node.action()) {
        case Action.CreateContainer create ->
            create.predecessor().flatMap(Target::id).ifPresent(replaced::add);
        case Action.RenameContainer rename -> renamed.add(rename.newName());
        default -> {}
      }
    }
  }

  private record Words(String id, String begin, String done) {}

  private Optional<Words> words(Action action) {
    return switch (action) {
      case Action.CreateNetwork create ->
          words("Network " + create.network().name(), "Creating", "Created");
      case Action.RemoveNetwork remove -> words("Network " + remove.name(), "Removing", "Removed");
      case Action.CreateVolume create ->
          words("Volume " + create.volume().name(), "Creating", "Created");
      case Action.RemoveVolume remove -> words("Volume " + remove.name(), "Removing", "Removed");
      case Action.EnsureImage ensure -> words("Image " + ensure.image(), "Looking", "Found");
      case Action.RemoveImage remove -> words("Image " + remove.image(), "Removing", "Removed");
      case Action.CreateContainer create ->
          create.predecessor().isEmpty()
              ? words(create.container(), "Creating", "Created")
              : words(
                  create.container(),
                  "Recreate",
                  renamed.contains(create.container().name()) ? "" : "Recreated");
      case Action.RenameContainer rename -> words("Container " + rename.newName(), "", "Recreated");
      case Action.StartContainer start ->
          words(start.container(), restart ? "" : "Starting", "Started");
      case Action.StopContainer stop ->
          isReplaced(stop.container())
              ? Optional.empty()
              : restart
                  ? words(stop.container(), "Restarting", "")
                  : words(stop.container(), "Stopping", "Stopped");
      case Action.KillContainer kill -> words(kill.container(), "Killing", "Killed");
      case Action.PauseContainer pause -> words(pause.container(), "Pausing", "Paused");
      case Action.UnpauseContainer unpause -> words(unpause.container(), "Unpausing", "Unpaused");
      case Action.RemoveContainer remove ->
          isReplaced(remove.container())
              ? Optional.empty()
              : words(remove.container(), "Removing", "Removed");
      case Action.ConnectNetwork _, Action.DisconnectNetwork _, Action.AwaitCondition _ ->
          Optional.empty();
    };
  }

  private boolean isReplaced(Target target) {
    return target.id().filter(replaced::contains).isPresent();
  }

  private static Optional<Words> words(Target target, String begin, String done) {
    return words("Container " + target.name(), begin, done);
  }

  private static Optional<Words> words(String id, String begin, String done) {
    return Optional.of(new Words(id, begin, done));
  }

  void begun(Action action) {
    if (action instanceof Action.AwaitCondition await) {
      ids(await).forEach(id -> report.working(id, "Waiting"));
    }
    words(action)
        .filter(words -> !words.begin().isEmpty())
        .ifPresent(words -> report.working(words.id(), words.begin()));
  }

  void done(Action action) {
    if (action instanceof Action.AwaitCondition await) {
      String word =
          switch (await.condition()) {
            case HEALTHY, RUNNING_OR_HEALTHY -> "Healthy";
            case COMPLETED_SUCCESSFULLY -> "Exited";
          };
      ids(await).forEach(id -> report.done(id, word));
    }
    words(action)
        .filter(words -> !words.done().isEmpty())
        .ifPresent(words -> report.done(words.id(), words.done()));
  }

  void failed(Action action, Throwable failure) {
    subjects(action).forEach(id -> report.error(id, Errors.text(failure)));
  }

  /// Something that need not succeed did not.
  void warned(Action action, Throwable failure) {
    subjects(action)
        .forEach(
            id -> report.warning(id, "Skipped", "optional dependency: " + Errors.text(failure)));
  }

  /// It was not tried, because something before it failed.
  void skipped(Action action, String because) {
    subjects(action).stream()
        .filter(skipped::add)
        .forEach(id -> report.warning(id, "Skipped", because));
  }

  private List<String> subjects(Action action) {
    return action instanceof Action.AwaitCondition await
        ? ids(await)
        : words(action).map(words -> List.of(words.id())).orElse(List.of(title(action)));
  }

  private static String title(Action action) {
    String resource = action.resource();
    return resource.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + resource.substring(1);
  }

  private static List<String> ids(Action.AwaitCondition await) {
    return await.containers().stream().map(target -> "Container " + target.name()).toList();
  }
}

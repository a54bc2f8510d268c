package io.davit.executor.project;

import io.davit.executor.container.Containers;
import io.davit.executor.container.Containers.Event;
import io.davit.executor.supervise.RestartSupervisor;
import io.davit.executor.supervise.Timer;
import io.davit.planner.observed.Labels;
import io.davit.problem.Failure;
import io.davit.problem.NotFound;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Brings projects back to what was declared. An event only ever notes that a project is to be
/// looked at, a little later: several at once are one look.
final class ReconcileLoop implements AutoCloseable {
  private static final Duration DEBOUNCE = Duration.ofMillis(50);

  private final Logger log = System.getLogger(ReconcileLoop.class.getName());
  private final ProjectStore store;
  private final Containers containers;
  private final RestartSupervisor restarts;
  private final Timer timer;
  private final Look look;

  private final Map<String, Due> due = new HashMap<>();
  private final Set<String> stoppedContainers = new HashSet<>();
  private Containers.@Nullable Subscription subscription;
  private boolean closed;

  /// Looks at a project and does what is needed.
  interface Look {
    /// @param interrupted ids of containers that ended unasked and that start again
    /// @param removedByUser services that lost a container that a user had stopped before
    void at(String project, Set<String> interrupted, Set<String> removedByUser);
  }

  private record Due(Set<String> interrupted, Set<String> removedByUser) {}

  ReconcileLoop(
      ProjectStore store,
      Containers containers,
      RestartSupervisor restarts,
      Timer timer,
      Look look) {
    this.store = store;
    this.containers = containers;
    this.restarts = restarts;
    this.timer = timer;
    this.look = look;
  }

  void start() {
    store.damaged().forEach(failure -> log.log(Level.ERROR, failure.describe()));
    Containers.Subscription events = containers.subscribe(this::onEvent);
    synchronized (this) {
      subscription = events;
    }
    Map<String, Set<String>> interrupted = new HashMap<>();
    for (String id : restarts.endRecovery()) {
      String project = projectOf(id);
      if (store.find(project).isPresent()) {
        interrupted.computeIfAbsent(project, _ -> new TreeSet<>()).add(id);
      } else {
        Thread.ofVirtual().name("restart").start(() -> startAlone(id));
      }
    }
    for (ProjectRecord record : store.all()) {
      enqueue(record.name(), interrupted.getOrDefault(record.name(), Set.of()), Set.of());
    }
  }

  private String projectOf(String id) {
    try {
      Map<String, String> labels = containers.config(id).labels();
      return labels == null ? "" : labels.getOrDefault(Labels.PROJECT, "");
    } catch (NotFound gone) {
      log.log(Level.DEBUG, "container " + id + " is gone before it could start again", gone);
      return "";
    }
  }

  /// A container of no declared project.
  private void startAlone(String id) {
    try {
      containers.start(id);
    } catch (Failure failure) {
      log.log(Level.WARNING, "container " + id + " did not start again: " + failure.describe());
    }
  }

  private void onEvent(Event event) {
    String project = event.attributes().getOrDefault(Labels.PROJECT, "");
    if (!event.type().equals("container") || project.isEmpty()) {
      return;
    }
    switch (event.action()) {
      case "start" -> noteStopped(event.id(), false);
      case "stop" -> noteStopped(event.id(), true);
      case "destroy" -> {
        boolean oneOff = "True".equals(event.attributes().get(Labels.ONE_OFF));
        boolean wasStopped = noteStopped(event.id(), false);
        String service = event.attributes().getOrDefault(Labels.SERVICE, "");
        if (!oneOff && store.find(project).isPresent()) {
          enqueue(project, Set.of(), wasStopped ? Set.of(service) : Set.of());
        }
      }
      default -> {}
    }
  }

  /// @return whether it was noted as stopped before
  private synchronized boolean noteStopped(String id, boolean stopped) {
    return stopped ? !stoppedContainers.add(id) : stoppedContainers.remove(id);
  }

  /// Looks at the project soon.
  synchronized void enqueue(String project, Set<String> interrupted, Set<String> removedByUser) {
    if (closed) {
      return;
    }
    Due waiting = due.get(project);
    if (waiting == null) {
      due.put(project, new Due(new TreeSet<>(interrupted), new TreeSet<>(removedByUser)));
      var _ = timer.after(DEBOUNCE, () -> run(project));
    } else {
      waiting.interrupted().addAll(interrupted);
      waiting.removedByUser().addAll(removedByUser);
    }
  }

  private void run(String project) {
    Due found;
    synchronized (this) {
      found = due.remove(project);
      if (found == null || closed) {
        return;
      }
    }
    try {
      look.at(project, found.interrupted(), found.removedByUser());
    } catch (RuntimeException failure) {
      report(project, failure);
    }
  }

  /// Nobody asked for it: what went wrong is for the engine's log.
  void report(String project, Throwable failure) {
    log.log(
        Level.WARNING,
        "project " + project + " is not as declared: " + Errors.text(failure),
        failure instanceof Failure ? null : failure);
  }

  @Override
  public void close() {
    Containers.Subscription events;
    synchronized (this) {
      closed = true;
      due.clear();
      events = subscription;
      subscription = null;
    }
    if (events != null) {
      events.close();
    }
  }
}

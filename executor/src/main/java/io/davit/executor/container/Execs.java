package io.davit.executor.container;

import io.davit.executor.container.ContainerState.Paused;
import io.davit.problem.Conflict;
import io.davit.problem.NotFound;
import io.davit.problem.NotRunnable;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.RunningProcess;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.ProcessSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Further processes in running containers: created first, started once, remembered for a while
/// after their end.
public final class Execs {
  private static final int KEPT_MINUTES = 5;

  /// Of a command that cannot be executed, for whatever reason (moby daemon/exec.go).
  private static final int NOT_STARTED = 126;

  private final Rooms rooms;
  private final Ids ids;
  private final ScheduledExecutorService timer;
  private final Map<String, Exec> execs = new LinkedHashMap<>();

  Execs(Rooms rooms, Ids ids, ScheduledExecutorService timer) {
    this.rooms = rooms;
    this.ids = ids;
    this.timer = timer;
  }

  /// What is wanted; empty where the container's own setting holds.
  ///
  /// @param environment in addition to the container's
  /// @param announced whether it appears among the events; a health probe does not
  public record Wanted(
      List<String> command,
      List<String> environment,
      String workingDirectory,
      String user,
      boolean terminal,
      boolean openInput,
      boolean privileged,
      boolean announced) {
    public Wanted {
      command = List.copyOf(command);
      environment = List.copyOf(environment);
    }
  }

  /// An exec as it stands.
  ///
  /// @param process empty before its start
  public record Exec(
      String id,
      String containerId,
      Wanted wanted,
      Optional<RunningProcess> process,
      Optional<ExitStatus> exit) {}

  Exec create(ContainerEntry entry, Wanted wanted) {
    checkRunning(entry);
    Exec exec = new Exec(ids.next(), entry.id(), wanted, Optional.empty(), Optional.empty());
    keep(exec);
    announce(entry, exec, "exec_create: " + String.join(" ", wanted.command()));
    return exec;
  }

  private static void checkRunning(ContainerEntry entry) {
    String name = entry.record().name();
    if (entry.state() instanceof Paused) {
      throw new Conflict(
          "container " + name + " is paused, unpause the container before exec",
          new Resource("container", name),
          "unpause it first");
    }
    if (entry.state().active().isEmpty()) {
      throw new Conflict(
          "container " + entry.id() + " is not running",
          new Resource("container", name),
          "start it first");
    }
  }

  private synchronized void keep(Exec exec) {
    execs.put(exec.id(), exec);
  }

  public synchronized Exec get(String id) {
    Exec exec = execs.get(id);
    if (exec == null) {
      throw new NotFound(
          "No such exec instance: " + id, new Resource("exec", id), "create it first");
    }
    return exec;
  }

  /// @throws Conflict when it has run already, or its container does not run
  public void checkStartable(String id) {
    Exec exec = get(id);
    checkRunning(rooms.table().get(exec.containerId()));
    if (exec.process().isPresent() || exec.exit().isPresent()) {
      throw new Conflict(
          "exec " + id + " has already run", new Resource("exec", id), "create another one");
    }
  }

  /// @param rows of its terminal at the start, 0 where unknown; likewise columns
  public RunningProcess start(String id, OutputListener output, int rows, int columns) {
    Exec exec = get(id);
    ContainerEntry entry = rooms.table().get(exec.containerId());
    checkStartable(id);
    RunningProcess process;
    try {
      process = rooms.runtime().exec(entry.id(), spec(entry.record(), exec, rows, columns), output);
    } catch (NotRunnable command) {
      ExitStatus status = new ExitStatus(NOT_STARTED, false, rooms.clock().instant());
      ended(entry, exec, Optional.empty(), status);
      throw command;
    }
    keep(new Exec(id, exec.containerId(), exec.wanted(), Optional.of(process), Optional.empty()));
    announce(entry, exec, "exec_start: " + String.join(" ", exec.wanted().command()));
    CompletableFuture<ExitStatus> exit = process.exit();
    var _ = exit.thenAccept(status -> ended(entry, exec, Optional.of(process), status));
    return process;
  }

  private void ended(
      ContainerEntry entry, Exec exec, Optional<RunningProcess> process, ExitStatus status) {
    keep(new Exec(exec.id(), exec.containerId(), exec.wanted(), process, Optional.of(status)));
    if (exec.wanted().announced()) {
      rooms.announce(
          entry.record(),
          "exec_die",
          "execID",
          exec.id(),
          "exitCode",
          Integer.toString(status.code()));
    }
    var _ = timer.schedule(() -> forget(exec.id()), KEPT_MINUTES, TimeUnit.MINUTES);
  }

  synchronized void forget(String id) {
    execs.remove(id);
  }

  private void announce(ContainerEntry entry, Exec exec, String action) {
    if (exec.wanted().announced()) {
      rooms.announce(entry.record(), action, "execID", exec.id());
    }
  }

  private static ExecSpec spec(ContainerRecord record, Exec exec, int rows, int columns) {
    Wanted wanted = exec.wanted();
    ProcessSpec first = LaunchPlan.process(record);
    List<String> environment = new ArrayList<>();
    for (String variable : first.environment()) {
      String key = ImageDefaults.key(variable);
      if (wanted.environment().stream().noneMatch(own -> ImageDefaults.key(own).equals(key))) {
        environment.add(variable);
      }
    }
    if (wanted.terminal() && environment.stream().noneMatch(own -> own.startsWith("TERM="))) {
      environment.add("TERM=xterm");
    }
    environment.addAll(wanted.environment());
    ProcessSpec process =
        new ProcessSpec(
            wanted.command(),
            environment,
            wanted.workingDirectory().isEmpty()
                ? first.workingDirectory()
                : wanted.workingDirectory(),
            wanted.user().isEmpty() ? first.user() : wanted.user(),
            first.additionalGroups(),
            wanted.terminal(),
            wanted.openInput(),
            rows,
            columns,
            first.ulimits(),
            first.oomScoreAdj());
    return new ExecSpec(exec.id(), process, wanted.privileged(), true);
  }
}

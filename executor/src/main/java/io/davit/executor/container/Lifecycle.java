package io.davit.executor.container;

import io.davit.executor.container.ContainerState.Created;
import io.davit.executor.container.ContainerState.Dead;
import io.davit.executor.container.ContainerState.End;
import io.davit.executor.container.ContainerState.Exited;
import io.davit.executor.container.ContainerState.Paused;
import io.davit.executor.container.ContainerState.Removing;
import io.davit.executor.container.ContainerState.Restarting;
import io.davit.executor.container.ContainerState.Running;
import io.davit.executor.container.RestartRule.Decision;
import io.davit.executor.container.RestartRule.Ended;
import io.davit.executor.trace.Trace;
import io.davit.image.Images.Image;
import io.davit.image.Images.Layers;
import io.davit.network.Networks.Sandbox;
import io.davit.problem.Conflict;
import io.davit.problem.Failure;
import io.davit.problem.NotFound;
import io.davit.problem.NotRunnable;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.RunningProcess;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Starts containers, and does what their end asks for.
final class Lifecycle {
  /// Docker's code for a start that failed for a reason other than the command.
  private static final int NOT_STARTED = 128;

  /// Docker's code for an end that nobody saw.
  private static final int UNKNOWN_END = 255;

  private final Logger log = System.getLogger(Lifecycle.class.getName());
  private final Rooms rooms;
  private final EndpointPlan endpointPlan;
  private final ContainerFiles files;
  private final LaunchPlan launchPlan;
  private final RestartRule rule;
  private final ScheduledExecutorService timer;
  private final Consumer<ContainerEntry> autoRemoval;

  /// @param autoRemoval removes an ended container; called on a virtual thread
  Lifecycle(
      Rooms rooms,
      EndpointPlan endpointPlan,
      ContainerFiles files,
      RestartRule rule,
      ScheduledExecutorService timer,
      Consumer<ContainerEntry> autoRemoval) {
    this.rooms = rooms;
    this.endpointPlan = endpointPlan;
    this.files = files;
    this.launchPlan = new LaunchPlan(rooms.places(), new SharedNamespaces(rooms.table()::get));
    this.rule = rule;
    this.timer = timer;
    this.autoRemoval = autoRemoval;
  }

  /// @return whether it was started by this call
  boolean start(ContainerEntry entry) {
    entry.operation().lock();
    try {
      switch (entry.state()) {
        case Running _ -> {
          return false;
        }
        case Paused _ ->
            throw conflict(entry, "cannot start a paused container, try unpause instead");
        case Removing _, Dead _ ->
            throw conflict(entry, "container is marked for removal and cannot be started");
        case Created _, Exited _, Restarting _ -> {
          launch(entry, 0, Duration.ZERO);
          return true;
        }
      }
    } finally {
      entry.operation().unlock();
    }
  }

  private static Conflict conflict(ContainerEntry entry, String what) {
    return new Conflict(
        what, new Resource("container", entry.record().name()), "see its state with inspect");
  }

  /// Under the operation's lock.
  private void launch(ContainerEntry entry, int restartCount, Duration backOff) {
    ContainerRecord record = entry.record();
    Optional<Sandbox> kept = entry.state().sandbox();
    entry.transition().lock();
    try (var _ = Trace.span("start container " + record.name())) {
      LifeRecord life = entry.life().started(rooms.clock().instant(), restartCount);
      rooms.lives().save(record.id(), life);
      Optional<Sandbox> sandbox = kept.isPresent() ? kept : openSandbox(record);
      rooms.runs().saveUnsynced(record.id(), new RunRecord(record.id(), rooms.bootId(), sandbox));
      RunningProcess process = startProcess(entry, sandbox.or(() -> joined(record)));
      Running running = new Running(process, sandbox);
      entry.become(life, running);
      entry.backOff(backOff);
      watch(entry, running);
      if (kept.isEmpty()) {
        announceEndpoints(record, "connect");
      }
      rooms.announce(record, "start");
      entry.announceStart(process);
    } catch (RuntimeException failure) {
      notStarted(entry, failure);
      throw failure;
    } finally {
      entry.transition().unlock();
    }
  }

  private Optional<Sandbox> openSandbox(ContainerRecord record) {
    try (var _ = Trace.span("open sandbox " + record.name())) {
      return endpointPlan.sandbox(record).map(rooms.networks()::open);
    }
  }

  /// The sandbox of the container whose network this one shares; empty when that is the host's.
  private Optional<Sandbox> joined(ContainerRecord record) {
    return SharedNamespaces.joined(record.networkMode())
        .map(rooms.table()::get)
        .flatMap(
            other -> {
              if (other.state().active().isEmpty() && other.state().sandbox().isEmpty()) {
                throw new Conflict(
                    "cannot join network of a non running container: " + other.record().name(),
                    new Resource("container", record.name()),
                    "start container %s first".formatted(other.record().name()));
              }
              return other.state().sandbox().or(() -> joined(other.record()));
            });
  }

  private RunningProcess startProcess(ContainerEntry entry, Optional<Sandbox> sandbox) {
    ContainerRecord record = entry.record();
    try (var _ = Trace.span("start process " + record.name())) {
      var mounts = files.write(record, LaunchPlan.hostname(record), sandbox);
      return rooms
          .runtime()
          .start(launchPlan.spec(record, layers(record), sandbox, mounts), entry.output());
    }
  }

  private List<Layers> layers(ContainerRecord record) {
    Image image =
        rooms
            .images()
            .find(record.imageId())
            .orElseThrow(
                () ->
                    new NotFound(
                        "the image of container \"" + record.name() + "\" is gone",
                        new Resource("image", record.imageId()),
                        "load it again, or create the container anew"));
    return rooms.images().layers(image);
  }

  private void notStarted(ContainerEntry entry, RuntimeException failure) {
    String id = entry.id();
    int code = failure instanceof NotRunnable command ? command.exitCode() : NOT_STARTED;
    String error = failure instanceof Failure known ? known.what() : failure.toString();
    ContainerState before = entry.state();
    tidy(failure, () -> rooms.networks().close(id));
    tidy(failure, () -> rooms.runtime().remove(id));
    tidy(failure, () -> forgetRun(id));
    LifeRecord life = entry.life().failed(error);
    tidy(failure, () -> rooms.lives().save(id, life));
    ExitStatus status = new ExitStatus(code, false, rooms.clock().instant());
    if (before instanceof Created) {
      entry.become(life, new Created(error, code));
    } else {
      entry.become(life, new Exited(new End(life.startedAt(), status, error)));
      announceEnd(entry.record(), life, status);
    }
    entry.output().end(status);
    if (entry.record().autoRemove()) {
      removeSoon(entry);
    }
  }

  private static void tidy(RuntimeException failure, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void forgetRun(String id) {
    io.davit.executor.store.Tree.remove(rooms.places().run(id));
  }

  /// Has the end of a process dealt with, now or when it comes.
  void watch(ContainerEntry entry, Running running) {
    var _ =
        running
            .process()
            .exit()
            .whenComplete(
                (status, failure) ->
                    Thread.ofVirtual()
                        .name("end of " + entry.record().name())
                        .start(() -> ended(entry, running, known(status, failure))));
  }

  /// Takes up a process that an earlier engine started.
  void resume(ContainerEntry entry, Running running) {
    AutoCloseable _ = running.process().attach(entry.output());
    watch(entry, running);
  }

  /// Settles an end that no engine saw.
  void settleRecovered(ContainerEntry entry, ExitStatus status) {
    entry.transition().lock();
    try {
      settle(entry, Optional.empty(), status);
    } finally {
      entry.transition().unlock();
    }
  }

  /// Asks the restart policy again about a container that has ended: an engine that waited to start
  /// it is gone.
  void reconsider(ContainerEntry entry) {
    LifeRecord life = entry.life();
    if (life.stoppedByUser() || !(entry.state() instanceof Exited(End end))) {
      return;
    }
    Ended ended = question(entry.record(), life, end.status(), Duration.ZERO);
    switch (rule.afterExit(ended)) {
      case Decision.RestartAfter(Duration delay) -> {
        Restarting restarting = new Restarting(end, delay, Optional.empty());
        entry.become(restarting);
        startLater(entry, restarting);
      }
      case Decision.Stay() -> {
        if (entry.record().autoRemove()) {
          autoRemoval.accept(entry);
        }
      }
    }
  }

  private ExitStatus known(@Nullable ExitStatus status, @Nullable Throwable failure) {
    if (status != null) {
      return status;
    }
    log.log(Level.WARNING, "an exit status was lost", failure);
    return new ExitStatus(UNKNOWN_END, false, rooms.clock().instant());
  }

  /// The process of a container has ended.
  private void ended(ContainerEntry entry, Running running, ExitStatus status) {
    entry.transition().lock();
    try {
      Optional<Running> current = entry.state().active();
      if (current.isPresent() && current.get().process().equals(running.process())) {
        settle(entry, entry.state().sandbox(), status);
      }
    } catch (RuntimeException e) {
      log.log(Level.ERROR, "the end of container " + entry.record().name() + " went wrong", e);
    } finally {
      entry.transition().unlock();
    }
  }

  /// Records an end and does what the restart policy says. Under the transition's lock.
  void settle(ContainerEntry entry, Optional<Sandbox> sandbox, ExitStatus status) {
    ContainerRecord record = entry.record();
    boolean byUser = entry.life().stoppedByUser();
    LifeRecord life = entry.life().ended(status, byUser);
    Decision decision =
        byUser
            ? new Decision.Stay()
            : rule.afterExit(question(record, life, status, entry.backOff()));
    tidy(record, () -> rooms.lives().save(record.id(), life));
    tidy(record, () -> rooms.runtime().remove(record.id()));
    End end = new End(life.startedAt(), status, "");
    switch (decision) {
      case Decision.Stay() -> {
        tidy(record, () -> rooms.networks().close(record.id()));
        tidy(record, () -> forgetRun(record.id()));
        entry.become(life, new Exited(end));
        announceEnd(record, life, status);
        announceEndpoints(record, "disconnect");
      }
      case Decision.RestartAfter(Duration delay) -> {
        Restarting restarting = new Restarting(end, delay, sandbox);
        entry.become(life, restarting);
        announceEnd(record, life, status);
        startLater(entry, restarting);
      }
    }
    entry.announceExit(status);
    if (record.autoRemove() && decision instanceof Decision.Stay) {
      removeSoon(entry);
    }
  }

  /// What cannot be taken away now is taken away at the engine's next start; the container has
  /// ended all the same.
  private void tidy(ContainerRecord record, Runnable step) {
    try {
      step.run();
    } catch (Failure e) {
      log.log(Level.WARNING, "something of the ended container " + record.name() + " is left", e);
    }
  }

  /// On a thread of its own: a removal takes the locks that are held here.
  private void removeSoon(ContainerEntry entry) {
    var _ = Thread.ofVirtual().name("removal").start(() -> autoRemoval.accept(entry));
  }

  private static Ended question(
      ContainerRecord record, LifeRecord life, ExitStatus status, Duration lastDelay) {
    Instant started = life.startedAt().orElse(status.at());
    return new Ended(
        record.id(),
        RestartPolicies.of(record.host()),
        status,
        life.restartCount(),
        Duration.between(started, status.at()),
        lastDelay);
  }

  private void announceEnd(ContainerRecord record, LifeRecord life, ExitStatus status) {
    if (status.oomKilled()) {
      rooms.announce(record, "oom");
    }
    long seconds =
        life.startedAt().map(start -> Duration.between(start, status.at()).toSeconds()).orElse(0L);
    rooms.announce(
        record,
        "die",
        "exitCode",
        Integer.toString(status.code()),
        "execDuration",
        Long.toString(seconds));
  }

  void announceEndpoints(ContainerRecord record, String action) {
    for (String networkId : record.endpoints().keySet()) {
      rooms.networkShelf().announce(action, networkId, record.id());
    }
  }

  private void startLater(ContainerEntry entry, Restarting restarting) {
    var _ =
        timer.schedule(
            () -> Thread.ofVirtual().name("restart").start(() -> restart(entry, restarting)),
            restarting.delay().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /// Starts it again, unless something else happened meanwhile.
  private void restart(ContainerEntry entry, Restarting restarting) {
    entry.operation().lock();
    try {
      if (entry.state().equals(restarting)) {
        launch(entry, entry.life().restartCount() + 1, restarting.delay());
      }
    } catch (RuntimeException e) {
      log.log(Level.WARNING, "container " + entry.record().name() + " did not start again", e);
    } finally {
      entry.operation().unlock();
    }
  }
}

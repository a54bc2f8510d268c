package io.davit.executor.container;

import io.davit.executor.container.ContainerState.Created;
import io.davit.executor.container.ContainerState.Dead;
import io.davit.executor.container.ContainerState.Exited;
import io.davit.executor.container.ContainerState.Paused;
import io.davit.executor.container.ContainerState.Removing;
import io.davit.executor.container.ContainerState.Restarting;
import io.davit.executor.container.ContainerState.Running;
import io.davit.executor.trace.Trace;
import io.davit.problem.Conflict;
import io.davit.problem.EngineUnavailable;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import io.davit.problem.TimedOut;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends and freezes containers.
final class Stopping {
  private static final int DEFAULT_GRACE_SECONDS = 10;

  /// How long the kernel may take to end what was sent SIGKILL: a process in uninterruptible sleep
  /// does not end at all.
  private static final int KILL_SECONDS = 30;

  private final Logger log = System.getLogger(Stopping.class.getName());
  private final Rooms rooms;
  private final Lifecycle lifecycle;

  Stopping(Rooms rooms, Lifecycle lifecycle) {
    this.rooms = rooms;
    this.lifecycle = lifecycle;
  }

  /// Signal, grace, kill.
  ///
  /// @return whether it ran
  boolean stop(ContainerEntry entry, Optional<Duration> timeout, Optional<String> signal) {
    entry.operation().lock();
    try (var _ = Trace.span("stop container " + entry.record().name())) {
      switch (entry.state()) {
        case Created _, Exited _, Removing _, Dead _ -> {
          return false;
        }
        case Restarting restarting -> cancelRestart(entry, restarting);
        case Running _, Paused _ -> end(entry, timeout, signal);
      }
      rooms.announce(entry.record(), "stop");
      return true;
    } finally {
      entry.operation().unlock();
    }
  }

  private void cancelRestart(ContainerEntry entry, Restarting restarting) {
    entry.transition().lock();
    try {
      userStops(entry);
      lifecycle.settle(entry, restarting.sandbox(), restarting.end().status());
    } finally {
      entry.transition().unlock();
    }
  }

  /// Who frees a full disk must get through: what cannot be noted then is only lost to an engine
  /// that is killed before the end.
  private void userStops(ContainerEntry entry) {
    LifeRecord life = entry.life().stopped();
    try {
      rooms.lives().save(entry.id(), life);
    } catch (StorageFailed e) {
      log.log(Level.WARNING, "container " + entry.record().name() + ": " + e.what());
    }
    entry.life(life);
  }

  private void end(ContainerEntry entry, Optional<Duration> timeout, Optional<String> signal) {
    CompletableFuture<ExitStatus> exit = entry.nextExit();
    markStopped(entry);
    thaw(entry);
    String configured = Given.text(entry.record().config().stopSignal());
    int number =
        signal
            .map(Signals::number)
            .orElseGet(() -> configured.isEmpty() ? Signals.TERM : Signals.number(configured));
    send(entry, number);
    Duration grace = timeout.orElseGet(() -> grace(entry.record()));
    if (grace.isNegative()) {
      exit.join();
      return;
    }
    if (!endsWithin(entry, exit, grace)) {
      send(entry, Signals.KILL);
      awaitKilled(entry, exit);
    }
  }

  /// From now on its restart policy rests.
  private void markStopped(ContainerEntry entry) {
    entry.transition().lock();
    try {
      if (entry.state().active().isPresent()) {
        userStops(entry);
      }
    } finally {
      entry.transition().unlock();
    }
  }

  private static Duration grace(ContainerRecord record) {
    Integer seconds = record.config().stopTimeout();
    return Duration.ofSeconds(seconds == null ? DEFAULT_GRACE_SECONDS : seconds);
  }

  /// The engine's own end is no reason to kill it: its grace is not over.
  private static boolean endsWithin(
      ContainerEntry entry, CompletableFuture<ExitStatus> exit, Duration time) {
    try {
      exit.get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable(
          "the engine ends while containers are stopping",
          new Resource("container", entry.record().name()),
          "start the engine again: it goes on with what was declared");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitKilled(ContainerEntry entry, CompletableFuture<ExitStatus> exit) {
    if (!endsWithin(entry, exit, Duration.ofSeconds(KILL_SECONDS))) {
      String name = entry.record().name();
      throw new TimedOut(
          "container \"" + name + "\" did not end within " + KILL_SECONDS + " s of SIGKILL",
          new Resource("container", name),
          "a process of it is stuck in the kernel: see its state with \"davit top\"");
    }
  }

  /// Under the lock that an end needs too: whoever follows the events hears of the signal before he
  /// hears of the death that it brought.
  private void send(ContainerEntry entry, int signal) {
    entry.transition().lock();
    try {
      rooms.runtime().signal(entry.id(), signal);
      rooms.announce(entry.record(), "kill", "signal", Integer.toString(signal));
    } catch (NotFound ended) {
      // It ended in this moment: its exit is on its way.
      return;
    } finally {
      entry.transition().unlock();
    }
  }

  private void thaw(ContainerEntry entry) {
    if (entry.state() instanceof Paused(Running running)) {
      rooms.runtime().unpause(entry.id());
      entry.become(running);
    }
  }

  /// Sends a signal. SIGKILL, and the container's own stop signal, let its restart policy rest.
  void kill(ContainerEntry entry, String signal) {
    int number = signal.isEmpty() ? Signals.KILL : Signals.number(signal);
    ContainerRecord record = entry.record();
    if (entry.state() instanceof Restarting) {
      stop(entry, Optional.empty(), Optional.empty());
      return;
    }
    if (entry.state().active().isEmpty()) {
      throw new Conflict(
          "cannot kill container: "
              + record.name()
              + ": container "
              + record.id()
              + " is not running",
          new Resource("container", record.name()),
          "start it first");
    }
    String configured = Given.text(record.config().stopSignal());
    boolean ends =
        number == Signals.KILL
            || number == (configured.isEmpty() ? Signals.TERM : Signals.number(configured));
    if (ends) {
      markStopped(entry);
    }
    send(entry, number);
    if (number == Signals.KILL) {
      thaw(entry);
    }
  }

  /// Kills it and waits for its end.
  void killAndWait(ContainerEntry entry) {
    CompletableFuture<ExitStatus> exit = entry.nextExit();
    if (entry.state() instanceof Restarting) {
      stop(entry, Optional.empty(), Optional.empty());
    } else if (entry.state().active().isPresent()) {
      kill(entry, "");
      awaitKilled(entry, exit);
    }
  }

  void pause(ContainerEntry entry) {
    entry.transition().lock();
    try {
      String name = entry.record().name();
      switch (entry.state()) {
        case Running running -> {
          rooms.runtime().pause(entry.id());
          entry.become(new Paused(running));
          rooms.announce(entry.record(), "pause");
        }
        case Paused _ -> throw conflict(name, "container " + name + " is already paused");
        case Created _, Restarting _, Exited _, Removing _, Dead _ ->
            throw conflict(name, "container " + name + " is not running");
      }
    } finally {
      entry.transition().unlock();
    }
  }

  void unpause(ContainerEntry entry) {
    entry.transition().lock();
    try {
      if (!(entry.state() instanceof Paused(Running running))) {
        String name = entry.record().name();
        throw conflict(name, "container " + name + " is not paused");
      }
      rooms.runtime().unpause(entry.id());
      entry.become(running);
      rooms.announce(entry.record(), "unpause");
    } finally {
      entry.transition().unlock();
    }
  }

  private static Conflict conflict(String name, String what) {
    return new Conflict(
        what, new Resource("container", name), "see its state with \"davit ps --all\"");
  }
}

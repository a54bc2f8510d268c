package io.davit.executor.container;

import io.davit.executor.container.ContainerState.Created;
import io.davit.executor.container.ContainerState.Dead;
import io.davit.executor.container.ContainerState.End;
import io.davit.executor.container.ContainerState.Exited;
import io.davit.executor.container.ContainerState.Paused;
import io.davit.executor.container.ContainerState.Removing;
import io.davit.executor.container.ContainerState.Restarting;
import io.davit.executor.container.ContainerState.Running;
import io.davit.executor.store.Tree;
import io.davit.executor.trace.Trace;
import io.davit.problem.Conflict;
import io.davit.problem.Failure;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import java.util.List;
import java.util.Optional;

/// Takes containers away with all that belongs to them.
final class Removal {
  private final Rooms rooms;
  private final Stopping stopping;

  Removal(Rooms rooms, Stopping stopping) {
    this.rooms = rooms;
    this.stopping = stopping;
  }

  /// @param volumes whether its anonymous volumes go too
  /// @param force whether a running one is killed
  void remove(ContainerEntry entry, boolean volumes, boolean force) {
    if (force) {
      // Before the lock: a stop with a long grace period must not delay it.
      stopping.killAndWait(entry);
    }
    entry.operation().lock();
    try (var _ = Trace.span("remove container " + entry.record().name())) {
      if (rooms.table().find(entry.id()).isPresent()) {
        checkStopped(entry);
        take(entry, volumes);
      }
    } finally {
      entry.operation().unlock();
    }
  }

  private static void checkStopped(ContainerEntry entry) {
    switch (entry.state()) {
      case Created _, Exited _, Dead _ -> {}
      case Removing _ ->
          throw new Conflict(
              "removal of container " + entry.record().name() + " is already in progress",
              new Resource("container", entry.record().name()),
              "wait for it");
      case Running _, Paused _, Restarting _ ->
          throw new Conflict(
              "cannot remove container \"/"
                  + entry.record().name()
                  + "\": container is "
                  + entry.state().word()
                  + ": stop the container before removing or force remove",
              new Resource("container", entry.record().name()),
              "stop it first, or use --force");
    }
  }

  private void take(ContainerEntry entry, boolean volumes) {
    ContainerRecord record = entry.record();
    String id = record.id();
    Optional<End> end = entry.state().lastEnd();
    entry.transition().lock();
    try {
      entry.become(new Removing(end));
      rooms.runtime().remove(id);
      rooms.networks().close(id);
      Tree.remove(rooms.places().run(id));
      rooms.records().delete(id);
      rooms.table().remove(entry);
      Tree.remove(rooms.places().state(id));
    } catch (RuntimeException failure) {
      String error = failure instanceof Failure known ? known.what() : failure.toString();
      entry.become(new Dead(end, error));
      throw failure;
    } finally {
      entry.transition().unlock();
    }
    if (volumes) {
      removeAnonymous(record);
    }
    rooms.announce(record, "destroy");
    entry
        .removed()
        .complete(end.map(End::status).orElse(new ExitStatus(0, false, rooms.clock().instant())));
  }

  private void removeAnonymous(ContainerRecord record) {
    for (MountRecord mount : record.mounts()) {
      if (mount.anonymous() && users(mount.name()).isEmpty()) {
        rooms.volumeShelf().remove(mount.name(), true, this::users);
      }
    }
  }

  /// Ids of the containers that have a volume mounted.
  List<String> users(String volume) {
    return rooms.table().all().stream()
        .map(ContainerEntry::record)
        .filter(record -> record.mounts().stream().anyMatch(mount -> mount.name().equals(volume)))
        .map(ContainerRecord::id)
        .sorted()
        .toList();
  }
}

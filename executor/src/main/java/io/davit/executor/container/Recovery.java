package io.davit.executor.container;

import io.davit.executor.container.ContainerEntry.Snapshot;
import io.davit.executor.container.ContainerState.Created;
import io.davit.executor.container.ContainerState.End;
import io.davit.executor.container.ContainerState.Exited;
import io.davit.executor.container.ContainerState.Running;
import io.davit.executor.store.RecordStore;
import io.davit.executor.store.Tree;
import io.davit.network.Networks.Sandbox;
import io.davit.problem.Failure;
import io.davit.problem.StorageFailed;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.Recovered;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes up what an earlier engine left, whatever moment it ended at: reads the records, finds the
/// processes again, settles what ended meanwhile, and removes what no record owns.
final class Recovery {
  /// Docker's code for an end that nobody saw.
  private static final int UNKNOWN_END = 255;

  private final Logger log = System.getLogger(Recovery.class.getName());
  private final Rooms rooms;
  private final Lifecycle lifecycle;

  Recovery(Rooms rooms, Lifecycle lifecycle) {
    this.rooms = rooms;
    this.lifecycle = lifecycle;
  }

  /// To be called once, before anything else.
  void run() {
    report(rooms.volumeShelf().load());
    report(rooms.networkShelf().load());
    RecordStore.Scan<ContainerRecord> scan = rooms.records().scan();
    report(scan.damaged().values());
    Map<String, Optional<Sandbox>> open = new LinkedHashMap<>();
    List<Runnable> ends = new ArrayList<>();
    for (ContainerRecord record : scan.records()) {
      take(record, open, ends);
    }
    restoreNetworks(open);
    removeUnowned(scan, open.keySet());
    ends.forEach(Runnable::run);
  }

  private void report(Collection<StorageFailed> damaged) {
    for (StorageFailed failure : damaged) {
      log.log(Level.ERROR, failure.describe());
    }
  }

  private void take(
      ContainerRecord record, Map<String, Optional<Sandbox>> open, List<Runnable> ends) {
    String id = record.id();
    LifeRecord life = rooms.lives().load(id).orElseGet(() -> LifeRecord.created(id));
    Optional<RunRecord> run =
        rooms.runs().load(id).filter(found -> found.bootId().equals(rooms.bootId()));
    Optional<Sandbox> sandbox = run.flatMap(RunRecord::sandbox);
    ContainerEntry entry =
        new ContainerEntry(new Snapshot(record, life, resting(life), Optional.empty()));
    String _ = rooms.table().reserve(record.name(), id);
    rooms.table().add(entry);
    switch (rooms.runtime().recover(id)) {
      case Recovered.Running(var process) -> {
        Running running = new Running(process, sandbox);
        LifeRecord known = life.running() ? life : life.started(process.startedAt(), 0);
        entry.become(known, running);
        open.put(id, sandbox);
        ends.add(() -> lifecycle.resume(entry, running));
      }
      case Recovered.Ended(ExitStatus status) when life.running() -> {
        ends.add(() -> lifecycle.settleRecovered(entry, status));
      }
      case Recovered.Ended _, Recovered.Unknown _ -> {
        if (life.running()) {
          ExitStatus unseen = new ExitStatus(UNKNOWN_END, false, rooms.clock().instant());
          ends.add(() -> lifecycle.settleRecovered(entry, unseen));
        } else {
          ends.add(() -> lifecycle.reconsider(entry));
        }
      }
    }
  }

  /// The state of a container that does not run, from its record.
  private static ContainerState resting(LifeRecord life) {
    return life.end()
        .<ContainerState>map(status -> new Exited(new End(life.startedAt(), status, life.error())))
        .orElseGet(() -> new Created(life.error(), 0));
  }

  private void restoreNetworks(Map<String, Optional<Sandbox>> open) {
    List<Sandbox> sandboxes = open.values().stream().flatMap(Optional::stream).toList();
    List<Sandbox> standing = rooms.networks().restore(rooms.networkShelf().made(), sandboxes);
    Set<String> found = new HashSet<>();
    standing.forEach(sandbox -> found.add(sandbox.spec().id()));
    for (Sandbox sandbox : sandboxes) {
      if (!found.contains(sandbox.spec().id())) {
        log.log(
            Level.WARNING,
            "the network of container " + sandbox.spec().containerName() + " is gone");
      }
    }
  }

  private void removeUnowned(RecordStore.Scan<ContainerRecord> scan, Set<String> running) {
    Set<String> owned = new HashSet<>(scan.damaged().keySet());
    scan.records().forEach(record -> owned.add(record.id()));
    Set<String> unowned = new HashSet<>(rooms.runtime().present());
    unowned.removeAll(owned);
    for (String id : unowned) {
      quietly("remove what is left of container " + id, () -> endUnowned(id));
    }
    for (String id : scan.orphans()) {
      quietly("remove the directory of " + id, () -> Tree.remove(rooms.places().state(id)));
    }
    for (String id : rooms.runs().keys()) {
      if (!running.contains(id)) {
        quietly("remove the run directory of " + id, () -> Tree.remove(rooms.places().run(id)));
      }
    }
  }

  private void endUnowned(String id) {
    if (rooms.runtime().recover(id) instanceof Recovered.Running(var process)) {
      rooms.runtime().signal(id, Signals.KILL);
      ExitStatus _ = process.exit().join();
    }
    rooms.runtime().remove(id);
    Tree.remove(rooms.places().run(id));
  }

  private void quietly(String what, Runnable step) {
    try {
      step.run();
    } catch (Failure failure) {
      log.log(Level.WARNING, "cannot " + what + ": " + failure.describe());
    }
  }
}

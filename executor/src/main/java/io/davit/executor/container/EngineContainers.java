package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerInspect;
import io.davit.api.ContainerInspect.Health;
import io.davit.api.ContainerSummary;
import io.davit.executor.container.ContainerEntry.Snapshot;
import io.davit.executor.container.ContainerState.Running;
import io.davit.executor.store.RecordStore;
import io.davit.executor.store.RecordTrail;
import io.davit.problem.Conflict;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.RunningProcess;
import io.davit.runtime.log.LogLine;
import io.davit.runtime.log.LogQuery;
import io.davit.runtime.log.LogReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The rooms of this package put together: [Containers], and what only the HTTP server asks for.
public final class EngineContainers implements Containers, AutoCloseable {
  private final Rooms rooms;
  private final Ids ids;
  private final Creation creation;
  private final Stopping stopping;
  private final Removal removal;
  private final Lifecycle lifecycle;
  private final Connections connections;
  private final Execs execs;
  private final Inspection inspection;
  private final Summary summary;
  private final ListFilter filter;
  private final ScheduledExecutorService timer;

  /// What a client waits for.
  public enum Condition {
    NOT_RUNNING,
    NEXT_EXIT,
    REMOVED
  }

  private EngineContainers(
      Rooms rooms,
      Ids ids,
      Creation creation,
      Lifecycle lifecycle,
      Stopping stopping,
      Removal removal,
      Connections connections,
      Execs execs,
      ScheduledExecutorService timer) {
    this.rooms = rooms;
    this.ids = ids;
    this.creation = creation;
    this.lifecycle = lifecycle;
    this.stopping = stopping;
    this.removal = removal;
    this.connections = connections;
    this.execs = execs;
    this.timer = timer;
    this.inspection = new Inspection(rooms.places(), rooms.networkShelf());
    this.summary = new Summary(inspection);
    this.filter = new ListFilter(inspection, rooms.table());
  }

  /// The directory below the engine's root that has a directory for each container.
  public static Path directory(Path root) {
    return root.resolve("containers");
  }

  /// Puts the rooms together and takes up what an earlier engine left.
  public static EngineContainers open(Outside outside) {
    EventLog events = new EventLog(outside.clock());
    Ids ids = new Ids(outside.random());
    NetworkShelf networks =
        new NetworkShelf(
            outside.root().resolve("networks"), outside.networks(), events, outside.clock(), ids);
    Places places =
        new Places(
            directory(outside.root()),
            outside.run().resolve("runs"),
            outside.root().resolve("base"));
    BaseLayer.make(places.base());
    Rooms rooms =
        new Rooms(
            outside.runtime(),
            outside.networks(),
            outside.images(),
            new ContainerTable(),
            new RecordStore<>(places.state(), "container.json", ContainerRecord.class),
            new RecordTrail<>(places.state(), "life.jsonl", LifeRecord.class),
            new RecordStore<>(places.run(), "run.json", RunRecord.class),
            networks,
            new VolumeShelf(outside.root().resolve("volumes"), events, outside.clock()),
            places,
            events,
            outside.clock(),
            outside.bootId());
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("restarts").daemon().factory());
    EndpointPlan endpoints = new EndpointPlan(networks);
    ContainerFiles files = new ContainerFiles(places, outside.nameFiles());
    AutoRemoval autoRemoval = new AutoRemoval();
    Lifecycle lifecycle =
        new Lifecycle(rooms, endpoints, files, outside.restartRule(), timer, autoRemoval);
    Stopping stopping = new Stopping(rooms, lifecycle);
    Removal removal = new Removal(rooms, stopping);
    autoRemoval.by(removal);
    new Recovery(rooms, lifecycle).run();
    return new EngineContainers(
        rooms,
        ids,
        new Creation(rooms, ids, endpoints, outside.seed()),
        lifecycle,
        stopping,
        removal,
        new Connections(rooms, files),
        new Execs(rooms, ids, timer),
        timer);
  }

  @Override
  public String create(String name, ContainerCreate config) {
    return creation.create(name, config).id();
  }

  @Override
  public void start(String reference) {
    boolean _ = startIfResting(reference);
  }

  /// @return whether it was started by this call
  public boolean startIfResting(String reference) {
    return lifecycle.start(entry(reference));
  }

  @Override
  public void stop(String reference, Optional<Duration> timeout, Optional<String> signal) {
    boolean _ = stopIfRunning(reference, timeout, signal);
  }

  /// @return whether it ran
  public boolean stopIfRunning(
      String reference, Optional<Duration> timeout, Optional<String> signal) {
    return stopping.stop(entry(reference), timeout, signal);
  }

  /// Stops it, if it runs, and starts it.
  public void restart(String reference, Optional<Duration> timeout, Optional<String> signal) {
    ContainerEntry entry = entry(reference);
    entry.operation().lock();
    try {
      boolean _ = stopping.stop(entry, timeout, signal);
      boolean _ = lifecycle.start(entry);
      rooms.announce(entry.record(), "restart");
    } finally {
      entry.operation().unlock();
    }
  }

  @Override
  public void kill(String reference, String signal) {
    stopping.kill(entry(reference), signal);
  }

  @Override
  public void pause(String reference) {
    stopping.pause(entry(reference));
  }

  @Override
  public void unpause(String reference) {
    stopping.unpause(entry(reference));
  }

  @Override
  public void remove(String reference, boolean volumes, boolean force) {
    removal.remove(entry(reference), volumes, force);
  }

  @Override
  public void rename(String reference, String newName) {
    ContainerEntry entry = entry(reference);
    entry.operation().lock();
    try {
      ContainerRecord before = entry.record();
      String reserved = rooms.table().reserve(newName, entry.id());
      if (reserved.equals(before.name())) {
        return;
      }
      ContainerRecord after = before.named(reserved);
      try {
        rooms.records().save(entry.id(), after);
      } catch (RuntimeException failure) {
        rooms.table().release(reserved, entry.id());
        throw failure;
      }
      entry.record(after);
      rooms.table().release(before.name(), entry.id());
      rooms.announce(after, "rename", "oldName", "/" + before.name());
    } finally {
      entry.operation().unlock();
    }
  }

  @Override
  public CompletableFuture<ExitStatus> exit(String reference) {
    return exit(reference, Condition.NOT_RUNNING);
  }

  public CompletableFuture<ExitStatus> exit(String reference, Condition condition) {
    ContainerEntry entry = entry(reference);
    CompletableFuture<ExitStatus> next = entry.nextExit();
    return switch (condition) {
      case NEXT_EXIT -> next.copy();
      case REMOVED -> entry.removed().copy();
      case NOT_RUNNING ->
          entry.state().active().isPresent()
              ? next.copy()
              : CompletableFuture.completedFuture(lastExit(entry));
    };
  }

  private ExitStatus lastExit(ContainerEntry entry) {
    if (entry.state() instanceof ContainerState.Created(String _, int code)) {
      return new ExitStatus(code, false, rooms.clock().instant());
    }
    return entry
        .state()
        .lastEnd()
        .map(ContainerState.End::status)
        .orElseGet(() -> new ExitStatus(0, false, rooms.clock().instant()));
  }

  @Override
  public ExecResult exec(
      String reference, List<String> command, String user, Duration timeout, int maxBytes) {
    ContainerEntry entry = entry(reference);
    Execs.Wanted wanted =
        new Execs.Wanted(command, List.of(), "", user, false, false, false, false);
    Execs.Exec exec = execs.create(entry, wanted);
    BoundedOutput output = new BoundedOutput(maxBytes);
    try {
      RunningProcess process = execs.start(exec.id(), output, 0, 0);
      ExitStatus status = process.exit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new ExecResult(status.code(), output.text(), false);
    } catch (TimeoutException e) {
      execs
          .get(exec.id())
          .process()
          .ifPresent(
              process -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
      return new ExecResult(-1, output.text(), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ExecResult(-1, output.text(), true);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      execs.forget(exec.id());
    }
  }

  public Execs.Exec createExec(String reference, Execs.Wanted wanted) {
    return execs.create(entry(reference), wanted);
  }

  public Execs execs() {
    return execs;
  }

  @Override
  public ContainerInspect inspect(String reference) {
    return inspection.inspect(entry(reference).snapshot());
  }

  @Override
  public ContainerCreate config(String reference) {
    return entry(reference).record().config();
  }

  @Override
  public void health(String reference, Health health) {
    ContainerEntry entry = entry(reference);
    entry.transition().lock();
    try {
      if (entry.state().active().isEmpty()) {
        return;
      }
      String before = entry.snapshot().health().map(Health::status).orElse("");
      entry.health(Optional.of(health));
      if (!before.equals(health.status()) && !health.status().equals("starting")) {
        rooms.announce(entry.record(), "health_status: " + health.status());
      }
    } finally {
      entry.transition().unlock();
    }
  }

  @Override
  public List<ContainerSummary> list(boolean all, Map<String, List<String>> filters) {
    Instant now = rooms.clock().instant();
    Predicate<Snapshot> wanted = filter.of(filters);
    boolean everyState = all || ListFilter.asksForAll(filters);
    return rooms.table().all().stream()
        .map(ContainerEntry::snapshot)
        .filter(snapshot -> everyState || shownByDefault(snapshot))
        .filter(wanted)
        .sorted(Comparator.comparing((Snapshot snapshot) -> snapshot.record().created()).reversed())
        .map(snapshot -> summary.of(snapshot, now))
        .toList();
  }

  private static boolean shownByDefault(Snapshot snapshot) {
    return snapshot.state().active().isPresent()
        || snapshot.state() instanceof ContainerState.Restarting;
  }

  @Override
  public List<String> lastLogLines(String reference, int count) {
    try {
      return logs(reference).lines(LogQuery.ALL.last(count)).stream().map(LogLine::text).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /// Reads what it has printed.
  public LogReader logs(String reference) {
    ContainerRecord record = entry(reference).record();
    return rooms
        .runtime()
        .logs(record.id(), LogOptions.of(record.host()).spec(rooms.places().logs(record.id())));
  }

  @Override
  public String createNetwork(NetworkConfig config) {
    return rooms.networkShelf().create(config).id();
  }

  @Override
  public void removeNetwork(String reference) {
    connections.removeNetwork(reference);
  }

  @Override
  public List<NetworkRecord> networks() {
    return rooms.networkShelf().all().stream().map(NetworkEntry::shown).toList();
  }

  public NetworkRecord network(String reference) {
    return rooms.networkShelf().get(reference).shown();
  }

  /// Containers with an endpoint in a network, by id.
  public Map<String, ContainerInspect> connected(String networkId) {
    Map<String, ContainerInspect> connected = new java.util.LinkedHashMap<>();
    for (ContainerEntry entry : rooms.table().all()) {
      Snapshot snapshot = entry.snapshot();
      boolean open =
          snapshot.state().sandbox().stream()
              .flatMap(sandbox -> sandbox.endpoints().stream())
              .anyMatch(endpoint -> endpoint.networkId().equals(networkId));
      if (open) {
        connected.put(entry.id(), inspection.inspect(snapshot));
      }
    }
    return connected;
  }

  @Override
  public void connect(String network, String container, ContainerCreate.EndpointSettings settings) {
    connections.connect(network, entry(container), settings);
  }

  @Override
  public void disconnect(String network, String container, boolean force) {
    connections.disconnect(network, entry(container), force);
  }

  @Override
  public void createVolume(String name, Map<String, String> options, Map<String, String> labels) {
    boolean _ = rooms.volumeShelf().create(name, options, labels);
  }

  /// @param name empty: one is made up
  public VolumeRecord createVolumeNamed(
      String name, Map<String, String> options, Map<String, String> labels) {
    String chosen = name.isEmpty() ? ids.next() : name;
    createVolume(chosen, options, labels);
    return volume(chosen);
  }

  @Override
  public void removeVolume(String name, boolean force) {
    rooms.volumeShelf().remove(name, force, removal::users);
  }

  @Override
  public List<VolumeRecord> volumes() {
    return rooms.volumeShelf().all();
  }

  public VolumeRecord volume(String name) {
    return rooms.volumeShelf().get(name);
  }

  @Override
  public Subscription subscribe(Consumer<Event> listener) {
    return rooms.events().subscribe(listener);
  }

  public EventLog events() {
    return rooms.events();
  }

  /// Delivers output from now on, of the run that goes on or of the next one.
  public AutoCloseable attach(String reference, OutputListener listener) {
    return entry(reference).output().attach(listener);
  }

  /// The process that runs, or the next one.
  public CompletableFuture<RunningProcess> process(String reference) {
    ContainerEntry entry = entry(reference);
    CompletableFuture<RunningProcess> next = entry.nextStart();
    return entry
        .state()
        .active()
        .map(Running::process)
        .map(CompletableFuture::completedFuture)
        .orElse(next);
  }

  public List<ContainerRuntime.ProcessRow> processes(String reference) {
    return rooms.runtime().processes(running(reference).id());
  }

  public ContainerRuntime.Usage usage(String reference) {
    return rooms.runtime().usage(running(reference).id());
  }

  private ContainerEntry running(String reference) {
    ContainerEntry entry = entry(reference);
    if (entry.state().active().isEmpty()) {
      throw new Conflict(
          "container " + entry.id() + " is not running",
          new Resource("container", entry.record().name()),
          "start it first");
    }
    return entry;
  }

  private ContainerEntry entry(String reference) {
    return rooms.table().get(reference);
  }

  /// Lets go: containers, networks and volumes stay as they are.
  @Override
  public void close() {
    timer.shutdownNow();
  }
}

package io.davit.runtime.supervise;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.event.EventLoop;
import io.davit.kernel.event.Pipes;
import io.davit.kernel.keeper.KeeperSpawner;
import io.davit.kernel.process.Pidfd;
import io.davit.problem.Conflict;
import io.davit.problem.Failure;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.LogSpec;
import io.davit.runtime.ContainerSpec.Whose;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.Resources;
import io.davit.runtime.cgroup.Cgroup;
import io.davit.runtime.cgroup.Cgroups;
import io.davit.runtime.log.LogReader;
import io.davit.runtime.log.LogReaders;
import io.davit.runtime.rootfs.WritableLayers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Containers as processes in namespaces, each below a keeper that outlives this engine.
///
/// What a later engine finds of a container is in its run directory and in the kernel: the keeper
/// by the lock that it holds, everything else by the keeper's descriptors. A keeper without an
/// engine waits; an exec without one is ended by [#recover], because nobody can tell its output any
/// more.
public final class NamespaceRuntime implements ContainerRuntime {
  private static final int SIGKILL = 9;
  private static final int KILLED = 128 + SIGKILL;

  private final Path run;
  private final Cgroups cgroups;
  private final ContainerPrograms programs;
  private final Clock clock;
  private final EventLoop loop;
  private final Pipes pipes = new Pipes();
  private final KeeperSpawner spawner;
  private final Launcher launcher;
  private final ProcessParts parts;
  private final LogReaders readers = new LogReaders();
  private final HeldRoots roots = new HeldRoots();
  private final Map<String, SupervisedProcess> running = new ConcurrentHashMap<>();
  private final Set<SupervisedProcess> execs = ConcurrentHashMap.newKeySet();

  /// @param run the engine's runtime directory; ends with the boot
  public NamespaceRuntime(Path run, Cgroups cgroups, ContainerPrograms programs, Clock clock) {
    this.run = run;
    this.cgroups = cgroups;
    this.programs = programs;
    this.clock = clock;
    try {
      this.spawner = KeeperSpawner.create();
      this.loop = new EventLoop("containers");
    } catch (ErrnoException e) {
      throw StartFailure.of("cannot prepare for containers", e);
    }
    this.launcher = new Launcher(loop, pipes, spawner);
    this.parts = new ProcessParts(loop, pipes, clock, readers);
  }

  @Override
  public Set<String> capabilities() {
    return programs.capabilities();
  }

  @Override
  public RunningProcess start(ContainerSpec spec, OutputListener output) {
    if (running.containsKey(spec.id())) {
      throw new Conflict(
          "the container runs already",
          new Resource("container", spec.id()),
          "stop it before it is started again");
    }
    remove(spec.id());
    roots.finishRelease(spec.id());
    RunDirectory directory = RunDirectory.of(run, spec.id());
    try {
      RunFacts facts = RunFacts.of(spec);
      directory.prepare(spec, facts);
      WritableLayers.prepare(spec.root());
      Cgroup cgroup = cgroups.create(spec.id(), spec.resources(), programs.devices(spec));
      Supervision supervision = Supervisions.of(spec, directory.paths());
      Launcher.Launched launched = launch(spec, supervision, cgroup);
      return watch(spec.id(), directory, launched, clock.instant(), facts, output, true);
    } catch (ErrnoException e) {
      throw undone(spec.id(), StartFailure.of("cannot start the container", e));
    } catch (Failure e) {
      throw undone(spec.id(), e);
    }
  }

  private Launcher.Launched launch(ContainerSpec spec, Supervision supervision, Cgroup cgroup)
      throws ErrnoException {
    Map<String, Pidfd> neighbours = new HashMap<>();
    try {
      for (Whose whose : List.of(spec.namespaces().pid(), spec.namespaces().ipc())) {
        if (whose instanceof Whose.Container(String id) && !neighbours.containsKey(id)) {
          neighbours.put(id, find(id).first().duplicate());
        }
      }
      return launcher.launch("davit-keeper", programs.start(spec, supervision, cgroup, neighbours));
    } finally {
      neighbours.values().forEach(Pidfd::close);
    }
  }

  @Override
  public Recovered recover(String containerId) {
    SupervisedProcess known = running.get(containerId);
    if (known != null) {
      return new Recovered.Running(known);
    }
    RunDirectory directory = RunDirectory.of(run, containerId);
    Optional<RunFacts> facts = RunFacts.read(directory.facts());
    if (facts.isEmpty()) {
      return new Recovered.Unknown();
    }
    try {
      Leftovers.endExecs(directory, launcher);
      Optional<Launcher.Launched> launched = Leftovers.find(directory);
      if (launched.isPresent()) {
        Instant started = directory.startTime().orElseGet(clock::instant);
        OutputListener nobody = new Nobody();
        return new Recovered.Running(
            watch(
                containerId,
                directory,
                launched.orElseThrow(),
                started,
                facts.orElseThrow(),
                nobody,
                false));
      }
    } catch (ErrnoException e) {
      throw StartFailure.of("cannot find the container's keeper", e);
    }
    return directory.exitCode().isPresent()
        ? new Recovered.Ended(status(containerId, directory, OptionalInt.empty()))
        : new Recovered.Unknown();
  }

  @Override
  public RunningProcess exec(String containerId, ExecSpec spec, OutputListener output) {
    SupervisedProcess container = find(containerId);
    RunDirectory directory = RunDirectory.of(run, containerId);
    RunFacts facts = RunFacts.read(directory.facts()).orElseThrow(() -> notRunning(containerId));
    try (ExecPipes ends = ExecPipes.open(spec);
        Pidfd first = container.first().duplicate()) {
      Supervision supervision = Supervisions.of(spec, directory.execLock(spec.execId()), ends);
      Launch launch =
          programs.exec(spec, facts.security(), supervision, cgroups.find(containerId), first);
      Launcher.Launched launched = launcher.launch("davit-exec", launch);
      SupervisedProcess[] own = new SupervisedProcess[1];
      own[0] =
          new SupervisedProcess(
              loop,
              parts.ofExec(launched, ends, spec, clock.instant(), output),
              code -> new ExitStatus(code.orElse(KILLED), false, clock.instant()),
              () -> {
                execs.remove(own[0]);
                Leftovers.delete(supervision.lock());
              });
      execs.add(own[0]);
      own[0].begin();
      return own[0];
    } catch (ErrnoException e) {
      throw StartFailure.of("cannot start a process in the container", e);
    }
  }

  @Override
  public void signal(String containerId, int signal) {
    try {
      if (!find(containerId).first().signal(signal)) {
        throw notRunning(containerId);
      }
    } catch (ErrnoException e) {
      throw StartFailure.of("cannot send signal " + signal, e);
    }
    if (signal == SIGKILL) {
      // A frozen process of cgroup v1 dies when it is thawed.
      cgroups.find(containerId).thaw();
    }
  }

  @Override
  public void pause(String containerId) {
    find(containerId);
    cgroups.find(containerId).freeze();
  }

  @Override
  public void unpause(String containerId) {
    find(containerId);
    cgroups.find(containerId).thaw();
  }

  @Override
  public void update(String containerId, Resources resources) {
    find(containerId);
    cgroups.find(containerId).apply(resources);
  }

  @Override
  public List<ProcessRow> processes(String containerId) {
    int first = find(containerId).pid();
    return ProcessList.of(cgroups.find(containerId).processes(), first);
  }

  @Override
  public Usage usage(String containerId) {
    find(containerId);
    return cgroups.find(containerId).usage();
  }

  @Override
  public LogReader logs(String containerId, LogSpec logs) {
    return new LogReader(
        logs.directory(),
        readers,
        Optional.ofNullable(running.get(containerId)).map(SupervisedProcess::activity));
  }

  @Override
  public void remove(String containerId) {
    if (running.containsKey(containerId)) {
      throw new Conflict(
          "the container runs",
          new Resource("container", containerId),
          "stop it before it is removed");
    }
    RunDirectory directory = RunDirectory.of(run, containerId);
    try {
      Leftovers.endExecs(directory, launcher);
      Leftovers.end(directory, launcher);
      if (cgroups.holds(containerId)) {
        Cgroup cgroup = cgroups.find(containerId);
        Leftovers.endAll(cgroup, launcher);
        cgroup.remove();
      }
    } catch (ErrnoException e) {
      throw StartFailure.of("cannot end what is left of the container", e);
    }
    directory.delete();
  }

  @Override
  public Set<String> present() {
    Set<String> ids = new TreeSet<>(cgroups.present());
    ids.addAll(RunDirectory.list(run));
    return ids;
  }

  @Override
  public void close() {
    CompletableFuture<Void> released = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            running.values().forEach(SupervisedProcess::release);
            execs.forEach(SupervisedProcess::release);
          } finally {
            released.complete(null);
          }
        });
    released.join();
    running.clear();
    execs.clear();
    loop.close();
    roots.close();
    cgroups.removeParent();
    pipes.close();
    spawner.close();
  }

  private SupervisedProcess watch(
      String id,
      RunDirectory directory,
      Launcher.Launched launched,
      Instant started,
      RunFacts facts,
      OutputListener output,
      boolean fresh)
      throws ErrnoException {
    SupervisedProcess process =
        new SupervisedProcess(
            loop,
            parts.ofContainer(launched, directory.paths(), facts, started, output, fresh),
            code -> status(id, directory, code),
            () -> {
              running.remove(id);
              roots.release(id);
            });
    running.put(id, process);
    roots.hold(id, launched.first());
    process.begin();
    return process;
  }

  private ExitStatus status(String id, RunDirectory directory, OptionalInt keeperCode) {
    OptionalInt code = directory.exitCode();
    boolean oomKilled = cgroups.find(id).oomKills() > 0;
    return new ExitStatus(
        code.orElse(keeperCode.orElse(KILLED)),
        oomKilled,
        directory.exitTime().orElseGet(clock::instant));
  }

  private Failure undone(String id, Failure failure) {
    try {
      remove(id);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private SupervisedProcess find(String containerId) {
    SupervisedProcess process = running.get(containerId);
    if (process == null) {
      throw notRunning(containerId);
    }
    return process;
  }

  private static NotFound notRunning(String containerId) {
    return new NotFound(
        "container " + containerId + " is not running",
        new Resource("container", containerId),
        "start it first");
  }

  /// Listens for an engine that has no client yet.
  private static final class Nobody implements OutputListener {
    @Override
    public void output(Stream stream, byte[] data) {
      // Nobody asked.
    }

    @Override
    public void end(@org.jspecify.annotations.Nullable ExitStatus status) {
      // Nobody asked.
    }
  }
}

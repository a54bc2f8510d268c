package io.davit.executor.fake;

import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.Resources;
import io.davit.runtime.compile.Capability;
import io.davit.runtime.log.LogReader;
import io.davit.runtime.log.LogReaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A runtime whose processes do what the test says. SIGTERM and SIGKILL end a process as the kernel
/// would, unless the process is stubborn.
public final class FakeRuntime implements ContainerRuntime {
  private static final int KILL = 9;
  private static final int TERM = 15;

  private final Map<String, FakeProcess> processes = new ConcurrentHashMap<>();
  private final Map<String, ExitStatus> ended = new ConcurrentHashMap<>();
  private final Set<String> present = ConcurrentHashMap.newKeySet();
  private final List<String> calls = java.util.Collections.synchronizedList(new ArrayList<>());
  private final Map<String, ContainerSpec> specs = new ConcurrentHashMap<>();
  private final AtomicInteger pids = new AtomicInteger(1000);
  private volatile Optional<RuntimeException> refusal = Optional.empty();
  private volatile boolean stubborn;

  /// Every start fails so from now on.
  public void refuse(RuntimeException failure) {
    refusal = Optional.of(failure);
  }

  /// Processes ignore SIGTERM from now on.
  public void beStubborn() {
    stubborn = true;
  }

  /// What was asked for, in order: `start ID`, `signal ID 15`.
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public ContainerSpec spec(String id) {
    return Objects.requireNonNull(specs.get(id));
  }

  public FakeProcess process(String id) {
    return Objects.requireNonNull(processes.get(id));
  }

  /// The process of a container ends by itself.
  public void end(String id, int code) {
    process(id).end(code, false);
  }

  /// As if the engine had been away while it ended.
  public void endUnseen(String id, int code) {
    processes.remove(id);
    ended.put(id, new ExitStatus(code, false, java.time.Instant.EPOCH.plusSeconds(100)));
  }

  /// As if the machine had been restarted.
  public void forgetAll() {
    processes.clear();
    ended.clear();
    present.clear();
  }

  /// All but one.
  @Override
  public Set<String> capabilities() {
    Set<String> all = Capability.names();
    all.remove("SYS_MODULE");
    return all;
  }

  @Override
  public RunningProcess start(ContainerSpec spec, OutputListener output) {
    calls.add("start " + spec.id());
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    specs.put(spec.id(), spec);
    present.add(spec.id());
    FakeProcess process = new FakeProcess(pids.incrementAndGet(), output);
    processes.put(spec.id(), process);
    return process;
  }

  @Override
  public Recovered recover(String containerId) {
    FakeProcess process = processes.get(containerId);
    if (process != null && !process.exit().isDone()) {
      // The engine that started it is gone: it must not see the end.
      FakeProcess again = process.seenAgain();
      processes.put(containerId, again);
      return new Recovered.Running(again);
    }
    ExitStatus status = ended.get(containerId);
    return status == null ? new Recovered.Unknown() : new Recovered.Ended(status);
  }

  @Override
  public RunningProcess exec(String containerId, ExecSpec spec, OutputListener output) {
    calls.add("exec " + containerId + " " + String.join(" ", spec.process().arguments()));
    FakeProcess process = new FakeProcess(pids.incrementAndGet(), output);
    process.print(String.join(" ", spec.process().arguments()) + "\n");
    process.end(0, false);
    return process;
  }

  @Override
  public void signal(String containerId, int signal) {
    calls.add("signal " + containerId + " " + signal);
    FakeProcess process = processes.get(containerId);
    if (process == null || process.exit().isDone()) {
      throw new NotFound("not running", new Resource("container", containerId), "start it");
    }
    if (signal == KILL || (signal == TERM && !stubborn)) {
      process.end(128 + signal, false);
    }
  }

  @Override
  public void pause(String containerId) {
    calls.add("pause " + containerId);
  }

  @Override
  public void unpause(String containerId) {
    calls.add("unpause " + containerId);
  }

  @Override
  public void update(String containerId, Resources resources) {
    calls.add("update " + containerId);
  }

  @Override
  public List<ProcessRow> processes(String containerId) {
    return List.of(
        new ProcessRow(
            process(containerId).pid(), 1, "root", java.time.Instant.EPOCH, 1500, "sleep 60"));
  }

  @Override
  public Usage usage(String containerId) {
    return new Usage(1, 1, 0, 4096, 0, 1 << 20, 1, 0, 0);
  }

  @Override
  public LogReader logs(String containerId, ContainerSpec.LogSpec logs) {
    return new LogReader(logs.directory(), new LogReaders(), Optional.empty());
  }

  @Override
  public void remove(String containerId) {
    calls.add("remove " + containerId);
    processes.remove(containerId);
    ended.remove(containerId);
    present.remove(containerId);
  }

  @Override
  public Set<String> present() {
    return Set.copyOf(present);
  }

  @Override
  public void close() {
    calls.add("close");
  }
}

package io.davit.executor.container;

import io.davit.api.ContainerInspect.Health;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.RunningProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/// One container in memory. Its snapshot may be read at any time and never blocks; it is changed
/// only by who holds the lock.
///
/// Two locks, always taken in this order: `operation` for as long as an operation takes (a stop:
/// the whole grace period), `transition` for the moment in which the state changes. An end of the
/// process needs only the second, so that a stop can wait for it.
final class ContainerEntry {
  private final ReentrantLock operation = new ReentrantLock();
  private final ReentrantLock transition = new ReentrantLock();
  private final OutputHub output = new OutputHub();
  private volatile Snapshot snapshot;
  private volatile CompletableFuture<RunningProcess> nextStart = new CompletableFuture<>();
  private volatile CompletableFuture<ExitStatus> nextExit = new CompletableFuture<>();
  private final CompletableFuture<ExitStatus> removed = new CompletableFuture<>();
  private volatile Duration backOff = Duration.ZERO;

  /// Everything that is known at one moment.
  ///
  /// @param health empty without a health check, or while it does not run
  record Snapshot(
      ContainerRecord record, LifeRecord life, ContainerState state, Optional<Health> health) {}

  ContainerEntry(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  String id() {
    return snapshot.record.id();
  }

  ContainerRecord record() {
    return snapshot.record;
  }

  LifeRecord life() {
    return snapshot.life;
  }

  ContainerState state() {
    return snapshot.state;
  }

  ReentrantLock operation() {
    return operation;
  }

  ReentrantLock transition() {
    return transition;
  }

  /// Its clients: whoever is attached.
  OutputHub output() {
    return output;
  }

  void become(LifeRecord life, ContainerState state) {
    snapshot = new Snapshot(snapshot.record, life, state, Optional.empty());
  }

  void become(ContainerState state) {
    snapshot = new Snapshot(snapshot.record, snapshot.life, state, snapshot.health);
  }

  void life(LifeRecord life) {
    snapshot = new Snapshot(snapshot.record, life, snapshot.state, snapshot.health);
  }

  void health(Optional<Health> health) {
    snapshot = new Snapshot(snapshot.record, snapshot.life, snapshot.state, health);
  }

  void record(ContainerRecord record) {
    snapshot = new Snapshot(record, snapshot.life, snapshot.state, snapshot.health);
  }

  /// Completes with its next start.
  CompletableFuture<RunningProcess> nextStart() {
    return nextStart;
  }

  /// Completes with its next end.
  CompletableFuture<ExitStatus> nextExit() {
    return nextExit;
  }

  /// Completes when it is gone, with its last end.
  CompletableFuture<ExitStatus> removed() {
    return removed;
  }

  void announceStart(RunningProcess process) {
    CompletableFuture<RunningProcess> waiting = nextStart;
    nextStart = new CompletableFuture<>();
    waiting.complete(process);
  }

  void announceExit(ExitStatus status) {
    CompletableFuture<ExitStatus> waiting = nextExit;
    nextExit = new CompletableFuture<>();
    waiting.complete(status);
  }

  /// The pause before the run that goes on; zero when a user started it.
  Duration backOff() {
    return backOff;
  }

  void backOff(Duration delay) {
    backOff = delay;
  }
}

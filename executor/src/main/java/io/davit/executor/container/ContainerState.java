package io.davit.executor.container;

import io.davit.network.Networks.Sandbox;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.RunningProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Where a container is in its life, with exactly the data that it has there.
sealed interface ContainerState {
  /// Docker's word: created, running, paused, restarting, removing, exited or dead.
  String word();

  /// @param error why its start failed; empty when it was never tried
  /// @param exitCode of the failed start: 127, 126 or 128
  record Created(String error, int exitCode) implements ContainerState {
    @Override
    public String word() {
      return "created";
    }
  }

  /// @param sandbox empty in the host's network
  record Running(RunningProcess process, Optional<Sandbox> sandbox) implements ContainerState {
    @Override
    public String word() {
      return "running";
    }
  }

  record Paused(Running running) implements ContainerState {
    @Override
    public String word() {
      return "paused";
    }
  }

  /// It ended and starts again after the delay. It keeps its place in its networks.
  record Restarting(End end, Duration delay, Optional<Sandbox> sandbox) implements ContainerState {
    @Override
    public String word() {
      return "restarting";
    }
  }

  record Exited(End end) implements ContainerState {
    @Override
    public String word() {
      return "exited";
    }
  }

  /// Its removal began. It is not coming back.
  record Removing(Optional<End> end) implements ContainerState {
    @Override
    public String word() {
      return "removing";
    }
  }

  /// Its removal failed; it can only be removed again.
  record Dead(Optional<End> end, String error) implements ContainerState {
    @Override
    public String word() {
      return "dead";
    }
  }

  /// How a run ended.
  ///
  /// @param error of the engine, where it could not start; else empty
  record End(Optional<Instant> startedAt, ExitStatus status, String error) {}

  /// The process, where one runs.
  default Optional<Running> active() {
    return switch (this) {
      case Running running -> Optional.of(running);
      case Paused(Running running) -> Optional.of(running);
      case Created _, Restarting _, Exited _, Removing _, Dead _ -> Optional.empty();
    };
  }

  /// How its last run ended, where it has and no other run goes on.
  default Optional<End> lastEnd() {
    return switch (this) {
      case Restarting restarting -> Optional.of(restarting.end);
      case Exited(End end) -> Optional.of(end);
      case Removing(Optional<End> end) -> end;
      case Dead dead -> dead.end;
      case Created _, Running _, Paused _ -> Optional.empty();
    };
  }

  /// Its place in its networks, where it has one.
  default Optional<Sandbox> sandbox() {
    return switch (this) {
      case Running running -> running.sandbox;
      case Paused paused -> paused.running.sandbox;
      case Restarting restarting -> restarting.sandbox;
      case Created _, Exited _, Removing _, Dead _ -> Optional.empty();
    };
  }
}

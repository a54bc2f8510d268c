package io.davit.executor.server;

import io.davit.runtime.ContainerRuntime.RunningProcess;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Carries what a client types to a process: from its start on, until the client ends its direction
/// or types the detach keys.
final class InputPump {
  private final BodyStream input;
  private final CompletableFuture<RunningProcess> process;
  private final boolean closesInput;
  private final DetachKeys keys;
  private final Runnable detach;

  /// @param closesInput whether the client's end is the process's end of input
  /// @param detach called when the keys were typed
  InputPump(
      BodyStream input,
      CompletableFuture<RunningProcess> process,
      boolean closesInput,
      DetachKeys keys,
      Runnable detach) {
    this.input = input;
    this.process = process;
    this.closesInput = closesInput;
    this.keys = keys;
    this.detach = detach;
  }

  void start() {
    var _ = Thread.ofVirtual().name("stdin").start(this::run);
  }

  private void run() {
    try {
      RunningProcess target = process.join();
      for (byte[] chunk = input.readChunk(); chunk.length > 0; chunk = input.readChunk()) {
        DetachKeys.Typed typed = keys.scan(chunk);
        target.write(typed.passed());
        if (typed.detached()) {
          detach.run();
          return;
        }
      }
      if (closesInput) {
        target.closeInput();
      }
    } catch (IOException | CompletionException e) {
      // The client went away, or the process never started: there is nobody to tell.
      return;
    }
  }
}

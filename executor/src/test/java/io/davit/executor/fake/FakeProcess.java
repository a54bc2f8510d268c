package io.davit.executor.fake;

import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.RunningProcess;
import io.davit.runtime.ContainerRuntime.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// A process that the test drives.
public final class FakeProcess implements RunningProcess {
  private final int pid;
  private final List<OutputListener> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private final ByteArrayOutputStream input = new ByteArrayOutputStream();

  FakeProcess(int pid, OutputListener output) {
    this.pid = pid;
    listeners.add(output);
  }

  private FakeProcess(int pid) {
    this.pid = pid;
  }

  /// The same process as another engine sees it.
  FakeProcess seenAgain() {
    return new FakeProcess(pid);
  }

  public void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    listeners.forEach(listener -> listener.output(Stream.OUT, bytes));
  }

  public void end(int code, boolean oomKilled) {
    ExitStatus status = new ExitStatus(code, oomKilled, Instant.now());
    listeners.forEach(listener -> listener.end(status));
    exit.complete(status);
  }

  /// What was written to its standard input.
  public synchronized String input() {
    return input.toString(StandardCharsets.UTF_8);
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public Instant startedAt() {
    return Instant.EPOCH;
  }

  @Override
  public CompletableFuture<ExitStatus> exit() {
    return exit;
  }

  @Override
  public synchronized void write(byte[] data) {
    input.writeBytes(data);
  }

  @Override
  public void closeInput() {
    write("<end>".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void resize(int rows, int columns) {
    write(("<" + rows + "x" + columns + ">").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public AutoCloseable attach(OutputListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}

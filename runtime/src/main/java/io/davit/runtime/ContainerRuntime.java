package io.davit.runtime;

import io.davit.runtime.log.LogReader;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Starts containers and finds them again. One per engine; safe for concurrent use, with one
/// operation per container at a time.
///
/// Failures: [io.davit.problem.NotRunnable] when the command cannot be executed,
/// [io.davit.problem.KernelRefused] with the failed step otherwise, [io.davit.problem.NotFound] for
/// a container that is not running here.
public interface ContainerRuntime extends AutoCloseable {
  /// Those that a container can be given, without `CAP_`: none that the engine itself has not.
  Set<String> capabilities();

  /// Starts the first process. Returns once it was executed; its output is captured from its first
  /// byte. Nothing stays behind when it fails.
  ///
  /// @param output is delivered all output from the first byte on, as if attached before the start
  RunningProcess start(ContainerSpec spec, OutputListener output);

  /// Finds a container again that an earlier engine started.
  Recovered recover(String containerId);

  /// Starts a further process in a running container.
  ///
  /// @param output is delivered all output from the first byte on
  RunningProcess exec(String containerId, ExecSpec spec, OutputListener output);

  /// Sends a signal to the first process.
  void signal(String containerId, int signal);

  /// Freezes every process of the container; safe to call twice.
  void pause(String containerId);

  /// Thaws it; safe to call twice.
  void unpause(String containerId);

  /// Changes limits of a running container.
  void update(String containerId, Resources resources);

  /// Its processes as the host sees them, the first one first.
  List<ProcessRow> processes(String containerId);

  Usage usage(String containerId);

  /// Reads what it has printed, whether it runs or has ended; while it runs, the log can be
  /// followed.
  LogReader logs(String containerId, ContainerSpec.LogSpec logs);

  /// Takes away what the kernel and the run directory hold of an ended container (cgroups, streams,
  /// the exit file); its writable layer and its log go with its state directory, which the caller
  /// owns. Safe to call twice.
  void remove(String containerId);

  /// Ids of all containers of which the kernel or the run directory holds anything.
  Set<String> present();

  /// Lets go of all containers without touching them.
  @Override
  void close();

  /// What became of a container while no engine watched.
  sealed interface Recovered {
    /// It runs, and is watched again.
    record Running(RunningProcess process) implements Recovered {}

    /// It ended; its exit status was kept.
    record Ended(ExitStatus status) implements Recovered {}

    /// Nothing is known: it never started in this boot.
    record Unknown() implements Recovered {}
  }

  /// @param code 0 to 255; 128 + n when signal n ended it
  /// @param oomKilled whether the kernel killed a process of its cgroup for memory
  record ExitStatus(int code, boolean oomKilled, Instant at) {}

  /// @param user its name on the host, or its number where it has none, as ps(1) shows it
  record ProcessRow(
      int pid, int parentPid, String user, Instant started, long cpuMillis, String command) {}

  /// Counters since the start.
  ///
  /// @param memoryLimitBytes the machine's memory where no limit is set
  record Usage(
      long cpuNanos,
      long cpuUserNanos,
      long cpuSystemNanos,
      long memoryBytes,
      long memoryCacheBytes,
      long memoryLimitBytes,
      int processes,
      long readBytes,
      long writtenBytes) {}

  /// A process inside a container: its first one, or an exec.
  interface RunningProcess {
    /// As the host sees it.
    int pid();

    Instant startedAt();

    /// Completes when the process has ended and all its output was delivered and logged.
    java.util.concurrent.CompletableFuture<ExitStatus> exit();

    /// Writes to its standard input; blocks while the pipe is full. Does nothing once it has ended.
    void write(byte[] data);

    /// Ends its standard input; for a terminal, sends its end-of-file character.
    void closeInput();

    /// Sets the size of its terminal; does nothing without one.
    void resize(int rows, int columns);

    /// Delivers output from now on until the returned handle is closed. The listener is called from
    /// the thread that serves all streams: it must only hand the bytes over.
    AutoCloseable attach(OutputListener listener);
  }

  /// Receives output of a process.
  interface OutputListener {
    void output(Stream stream, byte[] data);

    /// No further output comes.
    void end(@Nullable ExitStatus status);
  }

  /// A terminal has only OUT.
  enum Stream {
    OUT,
    ERR
  }
}

package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerInspect;
import io.davit.api.ContainerSummary;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The engine's containers, networks and volumes, as the Docker API and project reconciliation both
/// use them. Every change is recorded before the kernel is touched, and announced as an [Event].
///
/// Blocking: call it on a virtual thread. Concurrent calls for different containers run side by
/// side; those for one container one after the other. A *reference* is an id, a unique prefix of
/// it, or a name.
public interface Containers {
  /// Records a container and makes its directories; starts nothing.
  ///
  /// @return its id
  String create(String name, ContainerCreate config);

  /// Starts it; does nothing when it runs.
  void start(String reference);

  /// Signal, grace, kill; returns when it has ended. Cancels its restart policy. Does nothing when
  /// it does not run.
  ///
  /// @param timeout empty: its own grace period; negative: for ever
  void stop(String reference, Optional<Duration> timeout, Optional<String> signal);

  void kill(String reference, String signal);

  void pause(String reference);

  void unpause(String reference);

  /// @param volumes whether its anonymous volumes go too
  /// @param force whether a running one is killed
  void remove(String reference, boolean volumes, boolean force);

  void rename(String reference, String newName);

  /// Completes with its end; at once when it does not run.
  CompletableFuture<ExitStatus> exit(String reference);

  /// Runs a command in a running container and returns its combined output, at most `maxBytes`.
  ExecResult exec(
      String reference, List<String> command, String user, Duration timeout, int maxBytes);

  ContainerInspect inspect(String reference);

  /// What it was made from, with everything that its image or a default added.
  ContainerCreate config(String reference);

  /// Sets what its health check found; announces `health_status: …` when the status changed. Does
  /// nothing when it does not run.
  void health(String reference, ContainerInspect.Health health);

  /// A snapshot: never blocks on a container.
  ///
  /// @param filters as in `GET /containers/json`: `label` → `a=b`
  List<ContainerSummary> list(boolean all, Map<String, List<String>> filters);

  /// The last lines of its output, for an error's text.
  List<String> lastLogLines(String reference, int count);

  /// Makes a network of the bridge driver.
  ///
  /// @return its id
  String createNetwork(NetworkConfig config);

  void removeNetwork(String reference);

  List<NetworkRecord> networks();

  void connect(String network, String container, ContainerCreate.EndpointSettings settings);

  void disconnect(String network, String container, boolean force);

  /// Makes a volume; one that exists with the same options is left as it is.
  void createVolume(String name, Map<String, String> options, Map<String, String> labels);

  void removeVolume(String name, boolean force);

  List<VolumeRecord> volumes();

  /// Delivers events from now on, in order, until the returned handle is closed.
  Subscription subscribe(java.util.function.Consumer<Event> listener);

  /// A listener's hold on what is delivered to it.
  interface Subscription extends AutoCloseable {
    /// Nothing is delivered any more once what is being delivered has been.
    @Override
    void close();
  }

  /// @param exitCode -1 when it timed out
  record ExecResult(int exitCode, String output, boolean timedOut) {}

  /// @param subnet empty: one is chosen
  record NetworkConfig(
      String name,
      String driver,
      boolean internal,
      boolean attachable,
      Optional<String> subnet,
      Optional<String> ipRange,
      Optional<String> gateway,
      Map<String, String> options,
      Map<String, String> labels) {}

  record NetworkRecord(
      String id, String subnet, String gateway, String created, NetworkConfig config) {}

  record VolumeRecord(
      String name,
      String mountpoint,
      String created,
      Map<String, String> options,
      Map<String, String> labels) {}

  /// What happened, in Docker's words.
  ///
  /// @param type container, network, volume or image
  /// @param action create, start, die, oom, kill, stop, destroy, `health_status: healthy`, …
  /// @param id of the actor; a volume's is its name
  /// @param attributes name, image, exitCode, signal and all labels
  record Event(
      String type, String action, String id, Map<String, String> attributes, long timeNanos) {}
}

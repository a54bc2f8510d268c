package io.davit.model;

import io.davit.problem.SourceSpan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A service as declared (compose-spec 05-services.md). An empty list or map means that nothing was
/// declared; where "declared as empty" means something else, the component is an Optional.
///
/// @param source the span of its key
/// @param image empty only for a service that is built
/// @param networks by key, in the order of connection: priority descending, then name
/// @param process what runs in it
/// @param placement how many, and under which names
public record Service(
    String name,
    SourceSpan source,
    String image,
    PullPolicy pullPolicy,
    Process process,
    Hostnames hostnames,
    Map<String, Attachment> networks,
    NetworkMode networkMode,
    List<Port> ports,
    List<String> expose,
    List<Mount> volumes,
    List<FileGrant> configs,
    List<FileGrant> secrets,
    Security security,
    Resources resources,
    Lifecycle lifecycle,
    Map<String, Dependency> dependsOn,
    Placement placement,
    Map<String, String> labels) {
  public Service {
    networks = Project.ordered(networks);
    ports = List.copyOf(ports);
    expose = List.copyOf(expose);
    volumes = List.copyOf(volumes);
    configs = List.copyOf(configs);
    secrets = List.copyOf(secrets);
    dependsOn = Project.ordered(dependsOn);
    labels = Project.ordered(labels);
  }

  /// When an image is fetched (05-services.md#pull_policy).
  public enum PullPolicy {
    ALWAYS,
    NEVER,
    MISSING,
    BUILD
  }

  /// What runs in the container.
  ///
  /// @param command empty: the image's; an empty list: none
  /// @param environment a null value does not occur: an unresolved pass-through is in `unset`
  /// @param unset variables that are taken away from the image's
  public record Process(
      Optional<List<String>> command,
      Optional<List<String>> entrypoint,
      Map<String, String> environment,
      List<String> unset,
      String workingDirectory,
      String user,
      List<String> groupAdd,
      boolean init,
      boolean tty,
      boolean stdinOpen) {
    public Process {
      environment = Project.ordered(environment);
      unset = List.copyOf(unset);
      groupAdd = List.copyOf(groupAdd);
    }
  }

  /// @param containerName empty: `<project>-<service>-<number>`
  /// @param extraHosts name to addresses, `host-gateway` among them
  /// @param links `NAME:ALIAS` of services, and of containers of others: names that this service
  ///   alone hears
  public record Hostnames(
      Optional<String> containerName,
      String hostname,
      String domainname,
      Map<String, List<String>> extraHosts,
      List<String> links,
      List<String> dns,
      List<String> dnsSearch,
      List<String> dnsOptions) {}

  /// A service's connection to a network.
  public record Attachment(
      List<String> aliases,
      Optional<String> ipv4Address,
      Optional<String> macAddress,
      Optional<String> interfaceName,
      int priority,
      int gatewayPriority) {}

  /// Where the container's network comes from.
  public sealed interface NetworkMode {
    /// As a compose file writes it; empty: it says nothing. Not a `switch` elsewhere: this is on
    /// the way of every start of the command line, which links each `switch` over types anew.
    String text();

    /// From `networks`.
    record Networks() implements NetworkMode {
      @Override
      public String text() {
        return "";
      }
    }

    record None() implements NetworkMode {
      @Override
      public String text() {
        return "none";
      }
    }

    record Host() implements NetworkMode {
      @Override
      public String text() {
        return "host";
      }
    }

    /// A network of the engine that the project does not declare: `bridge`, the engine's own, or
    /// another one.
    record Named(String network) implements NetworkMode {
      @Override
      public String text() {
        return network;
      }
    }

    /// That of the first container of another service of the project.
    record OfService(String service) implements NetworkMode {
      @Override
      public String text() {
        return "service:" + service;
      }
    }

    /// That of a container of the engine, by its name or id.
    record OfContainer(String container) implements NetworkMode {
      @Override
      public String text() {
        return "container:" + container;
      }
    }
  }

  /// A published port, one container port each.
  ///
  /// @param hostIp empty: all addresses
  /// @param published empty: any free port; `8000-8010`: a free one of these
  /// @param protocol `tcp` or `udp`
  public record Port(
      String hostIp, String published, int target, String protocol, SourceSpan source) {}

  /// What the container may do.
  ///
  /// @param deviceRules in the kernel's syntax, `c 1:3 mr`: what it may use beside the usual ones
  public record Security(
      List<String> capAdd,
      List<String> capDrop,
      boolean privileged,
      boolean readOnly,
      Map<String, String> sysctls,
      Map<String, Ulimit> ulimits,
      List<String> securityOptions,
      List<Device> devices,
      List<String> deviceRules,
      Namespaces namespaces) {
    public Security {
      devices = List.copyOf(devices);
      deviceRules = List.copyOf(deviceRules);
    }
  }

  /// A device of the host (05-services.md#devices).
  ///
  /// @param permissions of `rwm`; empty: all
  public record Device(String source, String target, String permissions) {}

  /// Whose namespaces it lives in: `host`, or an own one, which is `private`, `shareable`, `none`
  /// (without /dev/shm) or not said; with `pid` and `ipc` also `service:NAME` and `container:NAME`.
  public record Namespaces(String pid, String ipc, String uts, String cgroup) {}

  public record Ulimit(long soft, long hard) {}

  /// Sizes in bytes; 0 where nothing was declared.
  public record Resources(
      double cpus,
      String cpuset,
      long cpuShares,
      long cpuQuotaMicros,
      long cpuPeriodMicros,
      long memoryBytes,
      long memoryReservationBytes,
      long memorySwapBytes,
      long pids,
      long shmBytes,
      int oomScoreAdj) {}

  /// How it starts again, is probed and stopped.
  public record Lifecycle(
      RestartPolicy restart,
      Healthcheck healthcheck,
      Optional<String> stopSignal,
      Optional<Duration> stopGracePeriod,
      Optional<Logging> logging) {}

  public record Logging(String driver, Map<String, String> options) {}

  /// @param maxAttempts for ON_FAILURE; 0: without limit
  public record RestartPolicy(Condition condition, int maxAttempts) {
    public enum Condition {
      NO,
      ALWAYS,
      ON_FAILURE,
      UNLESS_STOPPED
    }
  }

  /// 05-services.md#healthcheck.
  public sealed interface Healthcheck {
    /// The image's, if it has one.
    record Inherit() implements Healthcheck {}

    record Disabled() implements Healthcheck {}

    /// @param test begins with `CMD` or `CMD-SHELL`; empty: the image's, with these settings
    /// @param interval empty: the image's, or the engine's default; likewise the others
    record Probe(
        List<String> test,
        Optional<Duration> interval,
        Optional<Duration> timeout,
        Optional<Integer> retries,
        Optional<Duration> startPeriod,
        Optional<Duration> startInterval)
        implements Healthcheck {}
  }

  /// 05-services.md#depends_on.
  ///
  /// @param restart whether it is restarted when the dependency is
  /// @param required false: it starts also when the dependency is absent or fails
  public record Dependency(
      Condition condition, boolean restart, boolean required, SourceSpan source) {
    public enum Condition {
      STARTED,
      HEALTHY,
      COMPLETED_SUCCESSFULLY
    }
  }

  /// @param replicas how many containers
  /// @param profiles those that enable it
  public record Placement(int replicas, List<String> profiles) {}
}

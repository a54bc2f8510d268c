package io.davit.executor.project;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.HostConfig;
import io.davit.api.ContainerCreate.PortBinding;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.Service.Lifecycle;
import io.davit.model.Service.NetworkMode;
import io.davit.model.schema.Namespaces;
import io.davit.planner.desired.DesiredService;
import io.davit.planner.graph.Dependencies;
import io.davit.planner.observed.Labels;
import io.davit.planner.plan.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The one place where a service becomes a container: a replica as the body of Docker's create
/// request (compose-spec 05-services.md; docker/compose pkg/compose/create.go).
final class ContainerTranslation {
  private final Project project;

  ContainerTranslation(Project project) {
    this.project = project;
  }

  /// What is not in the declaration.
  ///
  /// @param imageId of the image that the service names; empty when it is not there
  /// @param inheritedVolumes by target, volumes of a predecessor that are taken over
  /// @param replaces name of the container whose place it takes
  /// @param removeAtEnd whether it goes away when it ends
  /// @param serviceNames whether it answers to the names of its service
  record Circumstances(
      String imageId,
      Map<String, String> inheritedVolumes,
      Optional<String> replaces,
      boolean removeAtEnd,
      boolean serviceNames) {}

  ContainerCreate create(Replica replica, Circumstances circumstances) {
    Service service = replica.service();
    Service.Process process = service.process();
    Lifecycle lifecycle = service.lifecycle();
    return new ContainerCreate(
        text(service.hostnames().hostname()),
        text(service.hostnames().domainname()),
        text(process.user()),
        process.tty(),
        process.stdinOpen(),
        process.stdinOpen() && replica.oneOff(),
        null,
        null,
        null,
        environment(process),
        process.command().orElse(null),
        process.entrypoint().orElse(null),
        service.image(),
        text(process.workingDirectory()),
        null,
        exposed(service),
        labels(replica, circumstances),
        lifecycle.stopSignal().orElse(null),
        lifecycle.stopGracePeriod().map(ContainerTranslation::seconds).orElse(null),
        healthcheck(lifecycle.healthcheck()),
        null,
        hostConfig(replica, circumstances),
        networking(replica, circumstances));
  }

  private static int seconds(Duration duration) {
    return (int) Math.ceilDiv(duration.toMillis(), 1000L);
  }

  /// A name without `=` takes a variable of the image away.
  private static List<String> environment(Service.Process process) {
    List<String> environment = new ArrayList<>();
    process.environment().forEach((name, value) -> environment.add(name + "=" + value));
    environment.addAll(process.unset());
    return environment;
  }

  private static Map<String, Map<String, String>> exposed(Service service) {
    Map<String, Map<String, String>> exposed = new LinkedHashMap<>();
    for (String port : service.expose()) {
      String[] parts = port.split("/", -1);
      String[] range = parts[0].split("-", -1);
      int first = Integer.parseInt(range[0]);
      int last = Integer.parseInt(range[range.length - 1]);
      for (int number = first; number <= last; number++) {
        exposed.put(number + "/" + (parts.length > 1 ? parts[1] : "tcp"), Map.of());
      }
    }
    service.ports().forEach(port -> exposed.put(key(port), Map.of()));
    return exposed;
  }

  private static String key(Service.Port port) {
    return port.target() + "/" + port.protocol();
  }

  private Map<String, String> labels(Replica replica, Circumstances circumstances) {
    Service service = replica.service();
    Map<String, String> labels = new LinkedHashMap<>(service.labels());
    labels.put(Labels.PROJECT, project.name());
    labels.put(Labels.SERVICE, service.name());
    labels.put(Labels.VERSION, Labels.COMPOSE_VERSION);
    labels.put(Labels.WORKING_DIRECTORY, project.workingDirectory().toString());
    labels.put(
        Labels.CONFIG_FILES,
        project.files().stream().map(Object::toString).collect(Collectors.joining(",")));
    labels.put(Labels.CONTAINER_NUMBER, Integer.toString(replica.number()));
    labels.put(Labels.CONFIG_HASH, replica.hash());
    labels.put(Labels.DEPENDS_ON, Dependencies.toLabel(service.dependsOn()));
    labels.put(Labels.IMAGE, circumstances.imageId());
    labels.put(Labels.ONE_OFF, replica.oneOff() ? "True" : "False");
    replica.slug().ifPresent(slug -> labels.put(Labels.SLUG, slug));
    circumstances.replaces().ifPresent(name -> labels.put(Labels.REPLACE, name));
    return labels;
  }

  private static ContainerCreate.@Nullable Healthcheck healthcheck(Service.Healthcheck check) {
    return switch (check) {
      case Service.Healthcheck.Inherit() -> null;
      case Service.Healthcheck.Disabled() ->
          new ContainerCreate.Healthcheck(List.of("NONE"), null, null, null, null, null);
      case Service.Healthcheck.Probe probe ->
          new ContainerCreate.Healthcheck(
              probe.test(),
              nanos(probe.interval()),
              nanos(probe.timeout()),
              nanos(probe.startPeriod()),
              nanos(probe.startInterval()),
              probe.retries().orElse(null));
    };
  }

  private static @Nullable Long nanos(Optional<Duration> duration) {
    return duration.map(Duration::toNanos).orElse(null);
  }

  private HostConfig hostConfig(Replica replica, Circumstances circumstances) {
    Service service = replica.service();
    Service.Security security = service.security();
    Service.Resources resources = service.resources();
    return new HostConfig(
        null,
        new MountTranslation(project, circumstances.inheritedVolumes()).mounts(service),
        null,
        networkMode(service),
        portBindings(service),
        null,
        restartPolicy(replica),
        circumstances.removeAtEnd(),
        list(security.capAdd()),
        list(security.capDrop()),
        security.privileged(),
        security.readOnly(),
        list(security.securityOptions()),
        security.sysctls().isEmpty() ? null : security.sysctls(),
        ulimits(security),
        list(service.process().groupAdd()),
        extraHosts(service.hostnames()),
        list(service.hostnames().dns()),
        list(service.hostnames().dnsSearch()),
        list(service.hostnames().dnsOptions()),
        service.process().init() ? true : null,
        size(resources.shmBytes()),
        size(resources.memoryBytes()),
        size(resources.memorySwapBytes()),
        size(resources.memoryReservationBytes()),
        size(Math.round(resources.cpus() * 1_000_000_000L)),
        size(resources.cpuShares()),
        size(resources.cpuQuotaMicros()),
        size(resources.cpuPeriodMicros()),
        text(resources.cpuset()),
        null,
        size(resources.pids()),
        resources.oomScoreAdj() == 0 ? null : resources.oomScoreAdj(),
        devices(security),
        logging(service.lifecycle()),
        null,
        null,
        text(shared(security.namespaces().ipc())),
        text(shared(security.namespaces().pid())),
        text(security.namespaces().uts()),
        text(security.namespaces().cgroup()),
        list(security.deviceRules()));
  }

  private static @Nullable String text(String text) {
    return text.isEmpty() ? null : text;
  }

  private static <T> @Nullable List<T> list(List<T> list) {
    return list.isEmpty() ? null : list;
  }

  private static @Nullable Long size(long size) {
    return size == 0 ? null : size;
  }

  private String networkMode(Service service) {
    return switch (service.networkMode()) {
      case NetworkMode.None() -> "none";
      case NetworkMode.Host() -> "host";
      case NetworkMode.Named(String network) -> network;
      case NetworkMode.OfService(String name) -> containerOf(name);
      case NetworkMode.OfContainer(String name) -> "container:" + name;
      case NetworkMode.Networks() ->
          service.networks().keySet().stream().findFirst().map(this::networkName).orElse("none");
    };
  }

  /// A mode of `pid` or `ipc`, as Docker's API knows it.
  private String shared(String mode) {
    return Namespaces.service(mode).map(this::containerOf).orElse(mode);
  }

  /// By name: the container of that service may be another one at the next start.
  private String containerOf(String service) {
    return "container:" + DesiredService.containerName(project, project.service(service), 1);
  }

  private String networkName(String key) {
    var network = project.networks().get(key);
    return network == null ? key : network.name();
  }

  private static @Nullable Map<String, List<PortBinding>> portBindings(Service service) {
    if (service.ports().isEmpty()) {
      return null;
    }
    Map<String, List<PortBinding>> bindings = new LinkedHashMap<>();
    for (Service.Port port : service.ports()) {
      bindings
          .computeIfAbsent(key(port), _ -> new ArrayList<>())
          .add(new PortBinding(port.hostIp(), port.published()));
    }
    return bindings;
  }

  private static ContainerCreate.RestartPolicy restartPolicy(Replica replica) {
    Service.RestartPolicy policy = replica.service().lifecycle().restart();
    if (replica.oneOff()) {
      return new ContainerCreate.RestartPolicy("no", 0);
    }
    String name =
        switch (policy.condition()) {
          case NO -> "no";
          case ALWAYS -> "always";
          case ON_FAILURE -> "on-failure";
          case UNLESS_STOPPED -> "unless-stopped";
        };
    return new ContainerCreate.RestartPolicy(name, policy.maxAttempts());
  }

  private static @Nullable List<ContainerCreate.Ulimit> ulimits(Service.Security security) {
    return list(
        security.ulimits().entrySet().stream()
            .map(
                limit ->
                    new ContainerCreate.Ulimit(
                        limit.getKey(), limit.getValue().soft(), limit.getValue().hard()))
            .toList());
  }

  private static @Nullable List<ContainerCreate.Device> devices(Service.Security security) {
    return list(
        security.devices().stream()
            .map(
                device ->
                    new ContainerCreate.Device(
                        device.source(), device.target(), device.permissions()))
            .toList());
  }

  private static @Nullable List<String> extraHosts(Service.Hostnames hostnames) {
    List<String> hosts = new ArrayList<>();
    hostnames
        .extraHosts()
        .forEach((name, addresses) -> addresses.forEach(a -> hosts.add(name + ":" + a)));
    return list(hosts);
  }

  private static ContainerCreate.@Nullable LogConfig logging(Lifecycle lifecycle) {
    return lifecycle
        .logging()
        .map(logging -> new ContainerCreate.LogConfig(text(logging.driver()), logging.options()))
        .orElse(null);
  }

  private ContainerCreate.@Nullable NetworkingConfig networking(
      Replica replica, Circumstances circumstances) {
    Service service = replica.service();
    if (!(service.networkMode() instanceof NetworkMode.Networks)) {
      return null;
    }
    Map<String, ContainerCreate.EndpointSettings> endpoints = new LinkedHashMap<>();
    service
        .networks()
        .forEach(
            (key, attachment) ->
                endpoints.put(
                    networkName(key), endpoint(service, attachment, circumstances.serviceNames())));
    return new ContainerCreate.NetworkingConfig(endpoints);
  }

  /// A service's place in a network, under its name and its aliases. What it links to has its own
  /// names where both are: a link to what is elsewhere leads nowhere.
  static ContainerCreate.EndpointSettings endpoint(
      Service service, Service.Attachment attachment, boolean serviceNames) {
    List<String> aliases = new ArrayList<>();
    if (serviceNames) {
      aliases.add(service.name());
      aliases.addAll(attachment.aliases());
    }
    return new ContainerCreate.EndpointSettings(
        attachment.ipv4Address().map(ContainerCreate.IpamConfig::new).orElse(null),
        aliases,
        list(service.hostnames().links()),
        attachment.macAddress().orElse(null),
        attachment
            .interfaceName()
            .map(name -> Map.of("com.docker.network.endpoint.ifname", name))
            .orElse(null),
        attachment.gatewayPriority(),
        null,
        null,
        null,
        null,
        null,
        null);
  }
}

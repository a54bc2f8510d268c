package io.davit.model.canonical;

import io.davit.model.FileGrant;
import io.davit.model.Mount;
import io.davit.model.Service;
import io.davit.model.Service.Attachment;
import io.davit.model.Service.Dependency;
import io.davit.model.Service.Healthcheck;
import io.davit.model.Service.Port;
import io.davit.model.Service.PullPolicy;
import io.davit.model.Service.RestartPolicy;
import io.davit.model.schema.NaturalOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes a [Service] in the words of the compose file. What [io.davit.model.bind.ProjectBinder]
/// makes of the result equals the service.
final class ServiceTree {
  private final Service service;
  private final Tree tree = new Tree();

  private ServiceTree(Service service) {
    this.service = service;
  }

  static Map<String, @Nullable Object> of(Service service) {
    ServiceTree writer = new ServiceTree(service);
    writer.placement();
    writer.process();
    writer.names();
    writer.security();
    writer.resources();
    writer.lifecycle();
    writer.network();
    writer.files();
    return new TreeMap<>(writer.tree.entries());
  }

  private void placement() {
    tree.text("image", service.image());
    tree.texts("profiles", service.placement().profiles());
    tree.map("labels", service.labels());
    if (service.placement().replicas() != 1) {
      tree.put("scale", (long) service.placement().replicas());
    }
    if (service.pullPolicy() != PullPolicy.MISSING) {
      tree.put("pull_policy", service.pullPolicy().name().toLowerCase(Locale.ROOT));
    }
    Map<String, Object> dependencies = sorted();
    service
        .dependsOn()
        .forEach((name, dependency) -> dependencies.put(name, dependency(dependency)));
    tree.map("depends_on", dependencies);
  }

  private static Object dependency(Dependency dependency) {
    String condition =
        switch (dependency.condition()) {
          case STARTED -> "service_started";
          case HEALTHY -> "service_healthy";
          case COMPLETED_SUCCESSFULLY -> "service_completed_successfully";
        };
    return new Tree()
        .put("condition", condition)
        .flag("restart", dependency.restart())
        .put("required", dependency.required())
        .entries();
  }

  private void process() {
    Service.Process process = service.process();
    tree.optional("command", process.command()).optional("entrypoint", process.entrypoint());
    Tree environment = new Tree();
    process.environment().forEach(environment::put);
    process.unset().forEach(environment::putNull);
    Map<String, @Nullable Object> variables = sorted();
    variables.putAll(environment.entries());
    if (!variables.isEmpty()) {
      tree.put("environment", variables);
    }
    tree.text("working_dir", process.workingDirectory())
        .text("user", process.user())
        .texts("group_add", process.groupAdd())
        .flag("init", process.init())
        .flag("tty", process.tty())
        .flag("stdin_open", process.stdinOpen());
  }

  private void names() {
    Service.Hostnames names = service.hostnames();
    List<String> hosts = new ArrayList<>();
    names
        .extraHosts()
        .forEach((name, addresses) -> addresses.forEach(a -> hosts.add(name + "=" + a)));
    hosts.sort(String::compareTo);
    tree.optional("container_name", names.containerName())
        .text("hostname", names.hostname())
        .text("domainname", names.domainname())
        .texts("extra_hosts", hosts)
        .texts("links", names.links())
        .texts("dns", names.dns())
        .texts("dns_search", names.dnsSearch())
        .texts("dns_opt", names.dnsOptions());
  }

  private static Map<String, @Nullable Object> device(Service.Device device) {
    return new Tree()
        .text("source", device.source())
        .text("target", device.target())
        .text("permissions", device.permissions())
        .entries();
  }

  private void security() {
    Service.Security security = service.security();
    Map<String, Object> ulimits = sorted();
    security
        .ulimits()
        .forEach(
            (name, limit) ->
                ulimits.put(
                    name,
                    limit.soft() == limit.hard()
                        ? limit.soft()
                        : new Tree()
                            .put("soft", limit.soft())
                            .put("hard", limit.hard())
                            .entries()));
    tree.texts("cap_add", security.capAdd())
        .texts("cap_drop", security.capDrop())
        .flag("privileged", security.privileged())
        .flag("read_only", security.readOnly())
        .map("sysctls", security.sysctls())
        .map("ulimits", ulimits)
        .texts("security_opt", security.securityOptions())
        .texts("devices", security.devices().stream().map(ServiceTree::device).toList())
        .texts("device_cgroup_rules", security.deviceRules())
        .text("pid", security.namespaces().pid())
        .text("ipc", security.namespaces().ipc())
        .text("uts", security.namespaces().uts())
        .text("cgroup", security.namespaces().cgroup());
  }

  private void resources() {
    Service.Resources resources = service.resources();
    if (resources.cpus() > 0) {
      boolean whole = resources.cpus() == Math.rint(resources.cpus());
      tree.put("cpus", whole ? (Object) (long) resources.cpus() : (Object) resources.cpus());
    }
    tree.text("cpuset", resources.cpuset())
        .number("cpu_shares", resources.cpuShares())
        .number("cpu_quota", resources.cpuQuotaMicros())
        .number("cpu_period", resources.cpuPeriodMicros())
        .bytes("mem_limit", resources.memoryBytes())
        .bytes("mem_reservation", resources.memoryReservationBytes())
        .bytes("memswap_limit", resources.memorySwapBytes())
        .number("pids_limit", resources.pids())
        .bytes("shm_size", resources.shmBytes())
        .number("oom_score_adj", resources.oomScoreAdj());
  }

  private void lifecycle() {
    Service.Lifecycle lifecycle = service.lifecycle();
    tree.text("restart", restart(lifecycle.restart()))
        .optional("stop_signal", lifecycle.stopSignal())
        .duration("stop_grace_period", lifecycle.stopGracePeriod());
    lifecycle
        .logging()
        .ifPresent(
            logging ->
                tree.put(
                    "logging",
                    new Tree()
                        .put("driver", logging.driver())
                        .map("options", logging.options())
                        .entries()));
    if (lifecycle.healthcheck() instanceof Healthcheck.Disabled) {
      tree.put("healthcheck", new Tree().put("disable", true).entries());
    } else if (lifecycle.healthcheck() instanceof Healthcheck.Probe probe) {
      tree.put(
          "healthcheck",
          new Tree()
              .texts("test", probe.test())
              .duration("timeout", probe.timeout())
              .duration("interval", probe.interval())
              .optional("retries", probe.retries().map(Integer::longValue))
              .duration("start_period", probe.startPeriod())
              .duration("start_interval", probe.startInterval())
              .entries());
    }
  }

  private static String restart(RestartPolicy policy) {
    return switch (policy.condition()) {
      case NO -> "";
      case ALWAYS -> "always";
      case UNLESS_STOPPED -> "unless-stopped";
      case ON_FAILURE ->
          policy.maxAttempts() == 0 ? "on-failure" : "on-failure:" + policy.maxAttempts();
    };
  }

  private void network() {
    tree.text("network_mode", service.networkMode().text());
    Map<String, @Nullable Object> networks = sorted();
    service.networks().forEach((name, attachment) -> networks.put(name, attachment(attachment)));
    if (!networks.isEmpty()) {
      tree.put("networks", networks);
    }
    tree.texts("ports", service.ports().stream().map(ServiceTree::port).toList());
    tree.texts("expose", service.expose());
  }

  private static @Nullable Object attachment(Attachment attachment) {
    Map<String, @Nullable Object> entries =
        new Tree()
            .texts("aliases", attachment.aliases())
            .optional("interface_name", attachment.interfaceName())
            .optional("ipv4_address", attachment.ipv4Address())
            .optional("mac_address", attachment.macAddress())
            .number("gw_priority", attachment.gatewayPriority())
            .number("priority", attachment.priority())
            .entries();
    return entries.isEmpty() ? null : entries;
  }

  private static Map<String, @Nullable Object> port(Port port) {
    return new Tree()
        .text("host_ip", port.hostIp())
        .put("target", (long) port.target())
        .text("published", port.published())
        .put("protocol", port.protocol())
        .entries();
  }

  private void files() {
    List<Object> volumes = new ArrayList<>();
    List<String> tmpfs = new ArrayList<>();
    for (Mount mount : service.volumes()) {
      if (mount instanceof Mount.Tmpfs memory) {
        tmpfs.add(tmpfs(memory));
      } else if (mount instanceof Mount.Bind bind) {
        volumes.add(bind(bind));
      } else if (mount instanceof Mount.Named named) {
        volumes.add(named(named));
      } else {
        volumes.add(anonymous((Mount.Anonymous) mount));
      }
    }
    tree.texts("volumes", volumes).texts("tmpfs", tmpfs);
    tree.texts("configs", service.configs().stream().map(ServiceTree::grant).toList());
    tree.texts("secrets", service.secrets().stream().map(ServiceTree::grant).toList());
  }

  private static Object anonymous(Mount.Anonymous mount) {
    return new Tree()
        .put("type", "volume")
        .put("target", mount.target())
        .flag("read_only", mount.readOnly())
        .map("volume", new Tree().flag("nocopy", mount.noCopy()).entries())
        .entries();
  }

  private static Object named(Mount.Named mount) {
    return new Tree()
        .put("type", "volume")
        .put("source", mount.volume())
        .put("target", mount.target())
        .flag("read_only", mount.readOnly())
        .map(
            "volume",
            new Tree().flag("nocopy", mount.noCopy()).text("subpath", mount.subpath()).entries())
        .entries();
  }

  private static Object bind(Mount.Bind mount) {
    Tree options = new Tree().text("propagation", mount.propagation());
    if (!mount.createHostPath()) {
      options.put("create_host_path", false);
    }
    if (!mount.recursive()) {
      options.put("recursive", "disabled");
    }
    return new Tree()
        .put("type", "bind")
        .put("source", mount.hostPath().toString())
        .put("target", mount.target())
        .flag("read_only", mount.readOnly())
        .map("bind", options.entries())
        .entries();
  }

  private static String tmpfs(Mount.Tmpfs mount) {
    List<String> options = new ArrayList<>();
    mount.sizeBytes().ifPresent(size -> options.add("size=" + size));
    options.add("mode=" + Integer.toOctalString(mount.mode()));
    if (mount.uid() != 0) {
      options.add("uid=" + mount.uid());
    }
    if (mount.gid() != 0) {
      options.add("gid=" + mount.gid());
    }
    return mount.target() + ":" + String.join(",", options);
  }

  private static Map<String, @Nullable Object> grant(FileGrant grant) {
    return new Tree()
        .put("source", grant.key())
        .put("target", grant.target())
        .text("uid", grant.uid() == 0 ? "" : Integer.toString(grant.uid()))
        .text("gid", grant.gid() == 0 ? "" : Integer.toString(grant.gid()))
        .put("mode", "%04o".formatted(grant.mode()))
        .entries();
  }

  private static <V extends @Nullable Object> Map<String, V> sorted() {
    return new TreeMap<>(NaturalOrder.INSTANCE);
  }
}

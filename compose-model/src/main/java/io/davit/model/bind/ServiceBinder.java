package io.davit.model.bind;

import io.davit.model.FileGrant;
import io.davit.model.Mount;
import io.davit.model.Service;
import io.davit.model.Service.Attachment;
import io.davit.model.Service.Dependency;
import io.davit.model.Service.Device;
import io.davit.model.Service.Healthcheck;
import io.davit.model.Service.Hostnames;
import io.davit.model.Service.Lifecycle;
import io.davit.model.Service.Logging;
import io.davit.model.Service.Namespaces;
import io.davit.model.Service.NetworkMode;
import io.davit.model.Service.Placement;
import io.davit.model.Service.Port;
import io.davit.model.Service.Process;
import io.davit.model.Service.PullPolicy;
import io.davit.model.Service.Resources;
import io.davit.model.Service.RestartPolicy;
import io.davit.model.Service.Security;
import io.davit.model.Service.Ulimit;
import io.davit.model.schema.Links;
import io.davit.model.schema.LogDrivers;
import io.davit.model.schema.Tmpfs;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes a [Service] of its canonical tree.
final class ServiceBinder {
  private final Fields service;

  private ServiceBinder(Fields service) {
    this.service = service;
  }

  static Service bind(String name, Fields fields) {
    ServiceBinder binder = new ServiceBinder(fields);
    return new Service(
        name,
        fields.span(),
        fields.text("image"),
        pullPolicy(fields.text("pull_policy")),
        binder.process(),
        binder.hostnames(),
        binder.networks(),
        binder.networkMode(),
        binder.ports(),
        fields.texts("expose"),
        binder.mounts(),
        binder.grants("configs", "/"),
        binder.grants("secrets", "/run/secrets/"),
        binder.security(),
        binder.resources(),
        binder.lifecycle(),
        binder.dependencies(),
        new Placement(fields.count("scale", 1), fields.texts("profiles")),
        fields.pairs("labels"));
  }

  private static PullPolicy pullPolicy(String text) {
    return switch (text) {
      case "always" -> PullPolicy.ALWAYS;
      case "never" -> PullPolicy.NEVER;
      case "build" -> PullPolicy.BUILD;
      default -> PullPolicy.MISSING;
    };
  }

  private Process process() {
    List<String> unset = new ArrayList<>();
    service
        .entries("environment")
        .forEach(
            (key, entry) -> {
              if (entry.value() instanceof Scalar scalar && scalar.isNull()) {
                unset.add(key);
              }
            });
    return new Process(
        service.words("command"),
        service.words("entrypoint"),
        service.pairs("environment"),
        unset,
        service.text("working_dir"),
        service.text("user"),
        service.texts("group_add"),
        service.flag("init"),
        service.flag("tty"),
        service.flag("stdin_open"));
  }

  private Hostnames hostnames() {
    Map<String, List<String>> hosts = new LinkedHashMap<>();
    for (String item : service.texts("extra_hosts")) {
      int equals = item.indexOf('=');
      hosts
          .computeIfAbsent(item.substring(0, equals), _ -> new ArrayList<>())
          .add(item.substring(equals + 1));
    }
    return new Hostnames(
        service.optional("container_name").filter(name -> !name.isEmpty()),
        service.text("hostname"),
        service.text("domainname"),
        hosts,
        Stream.of("links", "external_links")
            .flatMap(key -> service.texts(key).stream())
            .filter(ServiceBinder::renames)
            .toList(),
        service.texts("dns"),
        service.texts("dns_search"),
        service.texts("dns_opt"));
  }

  /// Without an alias, or with the service's own name for one, a link says nothing new.
  private static boolean renames(String link) {
    Links parts = Links.link(link);
    return !parts.detail().isEmpty() && !parts.detail().equals(parts.name());
  }

  private Map<String, Attachment> networks() {
    List<Map.Entry<String, Entry>> declared =
        new ArrayList<>(service.entries("networks").entrySet());
    declared.sort(
        (a, b) -> {
          int byPriority =
              Integer.compare(
                  attachment(b.getValue()).priority(), attachment(a.getValue()).priority());
          return byPriority == 0 ? a.getKey().compareTo(b.getKey()) : byPriority;
        });
    Map<String, Attachment> networks = new LinkedHashMap<>();
    declared.forEach(entry -> networks.put(entry.getKey(), attachment(entry.getValue())));
    return networks;
  }

  private static Attachment attachment(Entry entry) {
    Fields fields = Fields.of(entry.value(), entry.span());
    return new Attachment(
        fields.texts("aliases"),
        fields.optional("ipv4_address"),
        fields.optional("mac_address"),
        fields.optional("interface_name"),
        fields.count("priority", 0),
        fields.count("gw_priority", 0));
  }

  private NetworkMode networkMode() {
    String mode = service.text("network_mode");
    return switch (mode) {
      case "none" -> new NetworkMode.None();
      case "host" -> new NetworkMode.Host();
      case "" -> new NetworkMode.Networks();
      default ->
          io.davit.model.schema.Namespaces.service(mode)
              .<NetworkMode>map(NetworkMode.OfService::new)
              .or(
                  () ->
                      io.davit.model.schema.Namespaces.container(mode)
                          .map(NetworkMode.OfContainer::new))
              .orElseGet(() -> new NetworkMode.Named(mode));
    };
  }

  private List<Port> ports() {
    return service.items("ports").stream()
        .map(
            item -> {
              Fields port = Fields.of(item);
              return new Port(
                  port.text("host_ip"),
                  port.text("published"),
                  port.count("target", 0),
                  port.text("protocol"),
                  item.span());
            })
        .toList();
  }

  private List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    service.items("volumes").forEach(item -> mounts.add(mount(Fields.of(item))));
    for (Node item : service.items("tmpfs")) {
      Tmpfs tmpfs = Tmpfs.parse(((Scalar) item).text());
      Optional<Long> size =
          tmpfs.sizeBytes().isPresent()
              ? Optional.of(tmpfs.sizeBytes().getAsLong())
              : Optional.empty();
      mounts.add(
          new Mount.Tmpfs(
              tmpfs.target(), size, tmpfs.mode(), tmpfs.uid(), tmpfs.gid(), item.span()));
    }
    return mounts;
  }

  private static Mount mount(Fields mount) {
    String target = mount.text("target");
    String source = mount.text("source");
    boolean readOnly = mount.flag("read_only");
    Fields volume = mount.child("volume");
    Fields bind = mount.child("bind");
    if (mount.text("type").equals("bind")) {
      return new Mount.Bind(
          Path.of(source),
          target,
          readOnly,
          !bind.text("create_host_path").equals("false"),
          !bind.text("recursive").equals("disabled"),
          bind.text("propagation"),
          mount.span());
    }
    return source.isEmpty()
        ? new Mount.Anonymous(target, readOnly, volume.flag("nocopy"), mount.span())
        : new Mount.Named(
            source, target, readOnly, volume.flag("nocopy"), volume.text("subpath"), mount.span());
  }

  /// @param directory of targets that are not absolute
  private List<FileGrant> grants(String kind, String directory) {
    return service.items(kind).stream()
        .map(
            item -> {
              Fields grant = Fields.of(item);
              String target = grant.optional("target").orElse(grant.text("source"));
              return new FileGrant(
                  grant.text("source"),
                  target.startsWith("/") ? target : directory + target,
                  grant.count("uid", 0),
                  grant.count("gid", 0),
                  Integer.parseInt(grant.optional("mode").orElse("0444"), 8),
                  item.span());
            })
        .toList();
  }

  private Security security() {
    Map<String, Ulimit> ulimits = new LinkedHashMap<>();
    service
        .entries("ulimits")
        .forEach(
            (name, entry) -> {
              if (entry.value() instanceof Scalar both) {
                long limit = Long.parseLong(both.text());
                ulimits.put(name, new Ulimit(limit, limit));
              } else {
                Fields pair = Fields.of(entry.value());
                ulimits.put(name, new Ulimit(pair.number("soft", 0), pair.number("hard", 0)));
              }
            });
    return new Security(
        service.texts("cap_add"),
        service.texts("cap_drop"),
        service.flag("privileged"),
        service.flag("read_only"),
        service.pairs("sysctls"),
        ulimits,
        service.texts("security_opt"),
        service.items("devices").stream().map(item -> device(Fields.of(item))).toList(),
        service.texts("device_cgroup_rules"),
        new Namespaces(service.text("pid"), service.text("ipc"), own("uts"), own("cgroup")));
  }

  private static Device device(Fields device) {
    return new Device(device.text("source"), device.text("target"), device.text("permissions"));
  }

  /// A namespace of another container is not honoured.
  private String own(String namespace) {
    String mode = service.text(namespace);
    return mode.contains(":") ? "" : mode;
  }

  private Resources resources() {
    return new Resources(
        service.decimal("cpus"),
        service.text("cpuset"),
        service.number("cpu_shares", 0),
        service.number("cpu_quota", 0),
        service.number("cpu_period", 0),
        service.number("mem_limit", 0),
        service.number("mem_reservation", 0),
        service.number("memswap_limit", 0),
        service.number("pids_limit", 0),
        service.number("shm_size", 0),
        service.count("oom_score_adj", 0));
  }

  private Lifecycle lifecycle() {
    Fields logging = service.child("logging");
    return new Lifecycle(
        restart(),
        healthcheck(service.child("healthcheck")),
        service.optional("stop_signal"),
        service.duration("stop_grace_period"),
        Optional.of(logging.optional("driver").orElse("json-file"))
            .filter(driver -> service.has("logging") && LogDrivers.isKept(driver))
            .map(driver -> new Logging(driver, logging.pairs("options"))));
  }

  private RestartPolicy restart() {
    String text = service.text("restart");
    int colon = text.indexOf(':');
    int attempts = colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1));
    RestartPolicy.Condition condition =
        switch (colon < 0 ? text : text.substring(0, colon)) {
          case "always" -> RestartPolicy.Condition.ALWAYS;
          case "on-failure" -> RestartPolicy.Condition.ON_FAILURE;
          case "unless-stopped" -> RestartPolicy.Condition.UNLESS_STOPPED;
          default -> RestartPolicy.Condition.NO;
        };
    return new RestartPolicy(condition, attempts);
  }

  private Healthcheck healthcheck(Fields check) {
    if (!service.has("healthcheck")) {
      return new Healthcheck.Inherit();
    }
    List<String> test = check.texts("test");
    if (check.flag("disable") || (!test.isEmpty() && test.getFirst().equals("NONE"))) {
      return new Healthcheck.Disabled();
    }
    return new Healthcheck.Probe(
        test,
        check.duration("interval"),
        check.duration("timeout"),
        check.number("retries").map(Math::toIntExact),
        check.duration("start_period"),
        check.duration("start_interval"));
  }

  private Map<String, Dependency> dependencies() {
    Map<String, Dependency> dependencies = new LinkedHashMap<>();
    service
        .entries("depends_on")
        .forEach(
            (name, entry) -> {
              Fields fields = Fields.of(entry.value());
              Dependency.Condition condition =
                  switch (fields.text("condition")) {
                    case "service_healthy" -> Dependency.Condition.HEALTHY;
                    case "service_completed_successfully" ->
                        Dependency.Condition.COMPLETED_SUCCESSFULLY;
                    default -> Dependency.Condition.STARTED;
                  };
              dependencies.put(
                  name,
                  new Dependency(
                      condition,
                      fields.flag("restart"),
                      !fields.text("required").equals("false"),
                      entry.keySpan()));
            });
    return dependencies;
  }
}

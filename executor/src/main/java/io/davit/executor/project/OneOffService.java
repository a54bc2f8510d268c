package io.davit.executor.project;

import io.davit.api.ProjectRequest.Run;
import io.davit.model.Mount;
import io.davit.model.Service;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.SourceSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A service with what `run` changes of it for one container (docker/compose pkg/compose/run.go).
final class OneOffService {
  private static final SourceSpan COMMAND_LINE = new SourceSpan("command line", 1, 1, 1);

  private OneOffService() {}

  static Service of(Service service, Run run) {
    return new Service(
        service.name(),
        service.source(),
        service.image(),
        service.pullPolicy(),
        process(service.process(), run),
        new Service.Hostnames(
            Optional.ofNullable(run.name()).filter(name -> !name.isEmpty()),
            service.hostnames().hostname(),
            service.hostnames().domainname(),
            service.hostnames().extraHosts(),
            service.hostnames().links(),
            service.hostnames().dns(),
            service.hostnames().dnsSearch(),
            service.hostnames().dnsOptions()),
        service.networks(),
        service.networkMode(),
        ports(service, run),
        service.expose(),
        volumes(service, list(run.volumes())),
        service.configs(),
        service.secrets(),
        security(service.security(), list(run.capAdd()), list(run.capDrop())),
        service.resources(),
        service.lifecycle(),
        service.dependsOn(),
        service.placement(),
        labels(service, list(run.labels())));
  }

  private static List<String> list(@org.jspecify.annotations.Nullable List<String> list) {
    return list == null ? List.of() : list;
  }

  /// An entrypoint of its own clears the service's command.
  private static Service.Process process(Service.Process process, Run run) {
    Map<String, String> environment = new LinkedHashMap<>(process.environment());
    List<String> unset = new ArrayList<>(process.unset());
    for (String variable : list(run.env())) {
      int equals = variable.indexOf('=');
      if (equals < 0) {
        unset.add(variable);
      } else {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        unset.remove(variable.substring(0, equals));
      }
    }
    Optional<List<String>> entrypoint =
        Optional.ofNullable(run.entrypoint()).map(text -> List.of(text.strip().split("\\s+")));
    Optional<List<String>> given = Optional.of(list(run.command())).filter(c -> !c.isEmpty());
    Optional<List<String>> declared = entrypoint.isPresent() ? Optional.empty() : process.command();
    return new Service.Process(
        given.or(() -> declared),
        entrypoint.or(process::entrypoint),
        environment,
        unset,
        or(run.workingDir(), process.workingDirectory()),
        or(run.user(), process.user()),
        process.groupAdd(),
        process.init(),
        Request.flag(run.tty()),
        Request.flag(run.interactive()));
  }

  private static String or(@org.jspecify.annotations.Nullable String given, String declared) {
    return given == null || given.isEmpty() ? declared : given;
  }

  /// None, unless the service's own or others are asked for.
  private static List<Service.Port> ports(Service service, Run run) {
    if (Request.flag(run.servicePorts())) {
      return service.ports();
    }
    return list(run.publish()).stream().map(OneOffService::port).toList();
  }

  /// `[[IP:]HOST:]CONTAINER[/PROTOCOL]`.
  private static Service.Port port(String text) {
    String[] halves = text.split("/", -1);
    String protocol = halves.length > 1 ? halves[1] : "tcp";
    String address = halves[0];
    int last = address.lastIndexOf(':');
    String target = address.substring(last + 1);
    String host = last < 0 ? "" : address.substring(0, last);
    int middle = host.lastIndexOf(':');
    try {
      return new Service.Port(
          middle < 0 ? "" : host.substring(0, middle),
          host.substring(middle + 1),
          Integer.parseInt(target),
          protocol,
          COMMAND_LINE);
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "\"%s\" is no port: \"%s\" is not a number".formatted(text, target),
          Optional.of(new Resource("option", "publish")),
          Optional.of("write --publish 8080:80"),
          e);
    }
  }

  /// What is given on the command line takes the place of what is declared for the same target.
  private static List<Mount> volumes(Service service, List<String> given) {
    Map<String, Mount> byTarget = new LinkedHashMap<>();
    service.volumes().forEach(mount -> byTarget.put(mount.target(), mount));
    for (String text : given) {
      Mount mount = volume(text);
      byTarget.put(mount.target(), mount);
    }
    return List.copyOf(byTarget.values());
  }

  /// `[SOURCE:]TARGET[:ro]`.
  private static Mount volume(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length == 1) {
      return new Mount.Anonymous(parts[0], false, false, COMMAND_LINE);
    }
    boolean readOnly = parts.length > 2 && List.of(parts[2].split(",", -1)).contains("ro");
    if (parts[0].startsWith("/")) {
      return new Mount.Bind(Path.of(parts[0]), parts[1], readOnly, true, true, "", COMMAND_LINE);
    }
    return new Mount.Named(parts[0], parts[1], readOnly, false, "", COMMAND_LINE);
  }

  /// A capability that is added is not dropped any more, and the other way round.
  private static Service.Security security(
      Service.Security security, List<String> add, List<String> drop) {
    return new Service.Security(
        merged(security.capAdd(), add, drop),
        merged(security.capDrop(), drop, add),
        security.privileged(),
        security.readOnly(),
        security.sysctls(),
        security.ulimits(),
        security.securityOptions(),
        security.devices(),
        security.deviceRules(),
        security.namespaces());
  }

  private static List<String> merged(List<String> declared, List<String> more, List<String> fewer) {
    List<String> merged = new ArrayList<>(declared);
    merged.removeAll(fewer);
    more.stream().filter(capability -> !merged.contains(capability)).forEach(merged::add);
    return merged;
  }

  private static Map<String, String> labels(Service service, List<String> given) {
    Map<String, String> labels = new LinkedHashMap<>(service.labels());
    for (String label : given) {
      int equals = label.indexOf('=');
      labels.put(
          equals < 0 ? label : label.substring(0, equals),
          equals < 0 ? "" : label.substring(equals + 1));
    }
    return labels;
  }
}

package io.davit.model.load;

import io.davit.model.NameStyle;
import io.davit.model.report.Problems;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Says in one way what may be written in two: what `deploy` holds becomes the service's own
/// attributes, a long-form tmpfs an item of `tmpfs`, a build's result an image. Positions stay
/// those of what was written.
final class Deployment {
  private final String project;
  private final String name;
  private final NameStyle names;
  private final Problems problems;

  private Deployment(String project, String name, NameStyle names, Problems problems) {
    this.project = project;
    this.names = names;
    this.name = name;
    this.problems = problems;
  }

  /// All services of a canonical project.
  static Mapping flatten(Mapping project, NameStyle names, Problems problems) {
    return Trees.edit(
        project,
        "services",
        services ->
            Trees.editEach(
                (Mapping) services,
                (key, service) ->
                    new Deployment(Trees.text(project, "name"), key, names, problems)
                        .flatten(service)));
  }

  private Mapping flatten(Mapping service) {
    Mapping deploy = Trees.child(service, "deploy");
    Mapping resources = Trees.child(deploy, "resources");
    Mapping limits = Trees.child(resources, "limits");
    Mapping flat = move(service, "scale", deploy, "replicas", "deploy.replicas");
    String path = "deploy.resources.limits.";
    flat = move(flat, "cpus", limits, "cpus", path + "cpus");
    flat = move(flat, "mem_limit", limits, "memory", path + "memory");
    flat = move(flat, "pids_limit", limits, "pids", path + "pids");
    flat =
        move(
            flat,
            "mem_reservation",
            Trees.child(resources, "reservations"),
            "memory",
            "deploy.resources.reservations.memory");
    Entry policy = deploy.entries().get("restart_policy");
    if (policy != null && policy.value() instanceof Mapping mapping) {
      flat = flat.with("restart", new Entry(policy.keySpan(), restart(mapping, policy)));
    }
    flat = withPorts(tmpfs(named(flat.without("deploy"))));
    return ProjectShape.serviceInOrder(withMacAddress(flat));
  }

  private static Mapping withPorts(Mapping service) {
    return ServiceRules.publishesNothing(Trees.text(service, "network_mode"))
        ? service.without("ports")
        : service;
  }

  /// The image that a build gives its result, when the file gives it no name.
  private Mapping named(Mapping service) {
    Entry build = service.entries().get("build");
    return build == null || service.entries().containsKey("image")
        ? service
        : service.with(
            "image",
            new Entry(build.keySpan(), Scalar.string(names.join(project, name), build.keySpan())));
  }

  /// A service's own address is that of its first network: the one of the highest priority, and of
  /// the first name among those.
  private Mapping withMacAddress(Mapping service) {
    Entry address = service.entries().get("mac_address");
    Mapping networks = Trees.child(service, "networks");
    if (address == null || networks.entries().isEmpty()) {
      return service.without("mac_address");
    }
    String first =
        networks.entries().keySet().stream()
            .min(
                Comparator.comparingLong((String key) -> -priority(Trees.child(networks, key)))
                    .thenComparing(Comparator.naturalOrder()))
            .orElseThrow();
    Mapping attachment = Trees.child(networks, first);
    String own = Trees.text(attachment, "mac_address");
    String wanted = ((Scalar) address.value()).text();
    if (!own.isEmpty() && !own.equals(wanted)) {
      problems.error(
          "service \"%s\": \"mac_address\" is %s, and that of network \"%s\" is %s"
              .formatted(name, wanted, first, own),
          address.span(),
          "remove one of them, or make them equal");
    }
    Entry changed = new Entry(networks.keySpan(first), attachment.with("mac_address", address));
    return service
        .without("mac_address")
        .with("networks", new Entry(service.keySpan("networks"), networks.with(first, changed)));
  }

  private static long priority(Mapping attachment) {
    String text = Trees.text(attachment, "priority");
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /// Puts a value where the service's own attribute is, which must agree.
  private Mapping move(Mapping service, String to, Mapping from, String key, String path) {
    Entry moved = from.entries().get(key);
    if (moved == null) {
      return service;
    }
    String own = Trees.text(service, to);
    String other = Trees.text(from, key);
    if (!own.isEmpty() && !own.equals(other)) {
      problems.error(
          "service \"%s\": \"%s\" is %s, and \"%s\" is %s".formatted(name, to, own, path, other),
          moved.span(),
          "remove one of them, or make them equal");
    }
    return service.with(to, moved);
  }

  /// Docker Compose takes the names of `restart` for the condition, too.
  private static Scalar restart(Mapping policy, Entry at) {
    Scalar condition = Trees.scalar(policy, "condition").orElse(Scalar.string("any", at.keySpan()));
    String attempts = Trees.text(policy, "max_attempts");
    String text =
        switch (condition.text()) {
          case "none", "no" -> "no";
          case "unless-stopped" -> "unless-stopped";
          case "on-failure" ->
              attempts.isEmpty() || attempts.equals("0") ? "on-failure" : "on-failure:" + attempts;
          default -> "always";
        };
    return Scalar.string(text, condition.span());
  }

  private static Mapping tmpfs(Mapping service) {
    List<Node> volumes = new ArrayList<>();
    List<Node> tmpfs = new ArrayList<>(Trees.items(service, "tmpfs"));
    for (Node node : Trees.items(service, "volumes")) {
      Mapping mount = (Mapping) node;
      switch (Trees.text(mount, "type")) {
        case "tmpfs" -> tmpfs.add(shortForm(mount));
        case "volume", "bind" -> volumes.add(mount);
        default -> {} // Not honoured, and told of as such.
      }
    }
    Mapping result = service;
    if (volumes.size() < Trees.items(service, "volumes").size()) {
      SourceSpan at = service.keySpan("volumes");
      result =
          result
              .with("volumes", new Entry(at, new Sequence(volumes, at)))
              .with("tmpfs", new Entry(at, new Sequence(tmpfs, at)));
    }
    return result;
  }

  private static Scalar shortForm(Mapping mount) {
    Mapping details = Trees.child(mount, "tmpfs");
    List<String> options = new ArrayList<>();
    Trees.scalar(details, "size").ifPresent(size -> options.add("size=" + size.text()));
    Trees.scalar(details, "mode")
        .ifPresent(mode -> options.add("mode=" + Long.toOctalString(Long.parseLong(mode.text()))));
    String target = Trees.text(mount, "target");
    return Scalar.string(
        options.isEmpty() ? target : target + ":" + String.join(",", options), mount.span());
  }
}

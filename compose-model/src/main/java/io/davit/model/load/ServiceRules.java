package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.schema.Tmpfs;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.SourceSpan;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What must hold between the attributes of one service.
final class ServiceRules {
  private final String who;
  private final Mapping service;
  private final Problems problems;

  private ServiceRules(String who, Mapping service, Problems problems) {
    this.who = who;
    this.service = service;
    this.problems = problems;
  }

  /// @param who the service or job in an error's words
  /// @param where its name
  static void check(String who, SourceSpan where, Mapping service, Problems problems) {
    ServiceRules rules = new ServiceRules(who, service, problems);
    boolean made =
        Stream.of("image", "build", "provider")
            .anyMatch(key -> service.get(key).isPresent() || problems.isRefused(where, key));
    if (!made) {
      rules.error("has no image", where, "add \"image: NAME:TAG\", or \"build: DIRECTORY\"");
    }
    rules.platforms();
    rules.network();
    rules.scale();
    rules.healthcheck();
    rules.targets();
  }

  private void error(String what, SourceSpan where, String fix) {
    problems.error("%s %s".formatted(who, what), where, fix);
  }

  private void platforms() {
    Entry platforms = Trees.child(service, "build").entries().get("platforms");
    String wanted = Trees.text(service, "platform");
    if (platforms != null
        && !wanted.isEmpty()
        && Trees.items(Trees.child(service, "build"), "platforms").stream()
            .noneMatch(platform -> platform instanceof Scalar s && s.text().equals(wanted))) {
      error(
          "is built for other platforms than its own, \"%s\"".formatted(wanted),
          platforms.keySpan(),
          "add \"%s\" to build.platforms".formatted(wanted));
    }
  }

  private void network() {
    Entry mode = service.entries().get("network_mode");
    if (mode == null) {
      return;
    }
    String text = ((Scalar) mode.value()).text();
    if (!Trees.child(service, "networks").entries().isEmpty()) {
      error(
          "has both \"network_mode\" and \"networks\"",
          mode.keySpan(),
          "remove one of them: with network_mode: %s there are no networks".formatted(text));
    }
    if (!Trees.items(service, "ports").isEmpty()) {
      ports(text, service.keySpan("ports"));
    }
  }

  /// Docker passes over the ports of a container without a network of its own, and refuses those of
  /// one in another's.
  private void ports(String mode, SourceSpan at) {
    if (publishesNothing(mode)) {
      problems.warning(
          "%s publishes ports with network_mode: %s, which has no effect".formatted(who, mode),
          at,
          mode.equals("host")
              ? "remove \"ports\": the container uses the host's own ports"
              : "remove \"ports\", or connect the service to a network");
    } else if (mode.contains(":")) {
      error(
          "publishes ports with network_mode: " + mode,
          at,
          "remove \"ports\", or connect the service to a network");
    }
  }

  static boolean publishesNothing(String networkMode) {
    return networkMode.equals("host") || networkMode.equals("none");
  }

  private void scale() {
    Entry containerName = service.entries().get("container_name");
    for (Entry count :
        new @org.jspecify.annotations.Nullable Entry[] {
          service.entries().get("scale"), Trees.child(service, "deploy").entries().get("replicas")
        }) {
      boolean many =
          count != null
              && count.value() instanceof Scalar scalar
              && Long.parseLong(scalar.text()) > 1;
      boolean named = containerName != null && !((Scalar) containerName.value()).text().isEmpty();
      if (count != null && many && named) {
        error(
            "has a container_name and more than one container",
            count.span(),
            "remove \"container_name\": two containers cannot share a name");
      }
    }
  }

  private void healthcheck() {
    Mapping check = Trees.child(service, "healthcheck");
    Entry interval = check.entries().get("start_interval");
    if (interval != null && !check.entries().containsKey("start_period")) {
      error(
          "has a healthcheck with \"start_interval\" and without \"start_period\"",
          interval.keySpan(),
          "add \"start_period\": the interval holds during it");
    }
  }

  /// Volumes with the same target replace each other; a tmpfs does not.
  private void targets() {
    Map<String, Node> volumes = new HashMap<>();
    for (Node mount : Trees.items(service, "volumes")) {
      volumes.put(Trees.text((Mapping) mount, "target"), mount);
    }
    for (Node node : Trees.items(service, "tmpfs")) {
      String target = Tmpfs.parse(((Scalar) node).text()).target();
      if (volumes.containsKey(target)) {
        error(
            "mounts both a volume and a tmpfs on \"%s\"".formatted(target),
            node.span(),
            "remove one of them");
      }
    }
  }
}

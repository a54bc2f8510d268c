package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Sequence;
import io.davit.problem.SourceSpan;
import java.util.List;
import java.util.Map;

/// Tells of a port that a later place means to change and adds instead: lists of ports are appended
/// (compose-spec 13-merge.md), so that `8080:80` and then `9090:80` publish port 80 twice.
final class DoubledPorts {
  private static final List<String> EVERY_ADDRESS = List.of("0.0.0.0", "::");

  private DoubledPorts() {}

  /// Of every service that both files have.
  static void tellAll(Mapping base, Mapping override, Problems problems) {
    Mapping before = Trees.child(base, "services");
    Mapping after = Trees.child(override, "services");
    for (Map.Entry<String, Entry> service : after.entries().entrySet()) {
      String name = service.getKey();
      if (service.getValue().value() instanceof Mapping changes) {
        tell(name, Trees.child(before, name), changes, problems);
      }
    }
  }

  /// One warning at the `ports` of a service that is merged over another one, for the first of its
  /// ports that doubles one; none when its list replaces the other.
  static void tell(String service, Mapping base, Mapping override, Problems problems) {
    Entry ports = override.entries().get("ports");
    List<Node> before = Trees.items(base, "ports");
    if (ports == null || before.isEmpty() || !(ports.value() instanceof Sequence list)) {
      return;
    }
    for (Node added : list.items()) {
      for (Node known : before) {
        if (known instanceof Mapping old
            && added instanceof Mapping port
            && tells(service, old, port, ports.keySpan(), problems)) {
          return;
        }
      }
    }
  }

  private static boolean tells(
      String service, Mapping old, Mapping port, SourceSpan at, Problems problems) {
    String protocol = Trees.text(port, "protocol");
    if (!protocol.equals(Trees.text(old, "protocol")) || isSame(old, port)) {
      return false;
    }
    if (Trees.text(old, "target").equals(Trees.text(port, "target"))) {
      String target = "container port " + Trees.text(port, "target");
      String places = "on %s (%s) and on %s".formatted(host(old), line(old.span()), host(port));
      warn(service, "publishes " + target + '/' + protocol, places, at, problems);
      return true;
    }
    if (sharesHostPort(old, port)) {
      String places =
          "for container port %s (%s) and for %s"
              .formatted(Trees.text(old, "target"), line(old.span()), Trees.text(port, "target"));
      warn(service, "takes host port " + host(port) + '/' + protocol, places, at, problems);
      return true;
    }
    return false;
  }

  private static void warn(
      String service, String what, String places, SourceSpan at, Problems problems) {
    problems.warning(
        "service \"%s\": this list is added to an earlier one, which %s twice: %s"
            .formatted(service, what, places),
        at,
        "add !override at %s, \"ports: !override\", to publish only what this list says"
            .formatted(line(at)));
  }

  private static String line(SourceSpan span) {
    return span.file() + ':' + span.line();
  }

  /// The same item again replaces the earlier one: nothing is doubled.
  private static boolean isSame(Mapping old, Mapping port) {
    return Trees.text(old, "target").equals(Trees.text(port, "target"))
        && Trees.text(old, "published").equals(Trees.text(port, "published"))
        && address(old).equals(address(port));
  }

  private static String address(Mapping port) {
    String address = Trees.text(port, "host_ip");
    return address.isEmpty() ? "0.0.0.0" : address;
  }

  private static boolean sharesHostPort(Mapping old, Mapping port) {
    String published = Trees.text(port, "published");
    return !published.isEmpty()
        && published.equals(Trees.text(old, "published"))
        && !published.contains("-")
        && (address(old).equals(address(port))
            || EVERY_ADDRESS.contains(address(old))
            || EVERY_ADDRESS.contains(address(port)));
  }

  /// The side of the host: `127.0.0.1:8080`.
  private static String host(Mapping port) {
    String published = Trees.text(port, "published");
    String address = Trees.text(port, "host_ip");
    String known = published.isEmpty() ? "a free port" : published;
    return address.isEmpty() ? known : address + ':' + known;
  }
}

package io.davit.executor.container;

import io.davit.api.ContainerInspect.Health;
import io.davit.api.ContainerSummary;
import io.davit.api.ContainerSummary.Port;
import io.davit.executor.container.ContainerEntry.Snapshot;
import io.davit.executor.container.ContainerState.Created;
import io.davit.executor.container.ContainerState.Dead;
import io.davit.executor.container.ContainerState.End;
import io.davit.executor.container.ContainerState.Exited;
import io.davit.executor.container.ContainerState.Paused;
import io.davit.executor.container.ContainerState.Removing;
import io.davit.executor.container.ContainerState.Restarting;
import io.davit.executor.container.ContainerState.Running;
import io.davit.network.Networks.PublishedPort;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Renders a container as an element of `GET /containers/json`.
final class Summary {
  private static final String STARTING = "starting";
  private final Inspection inspection;

  Summary(Inspection inspection) {
    this.inspection = inspection;
  }

  /// On one line, as Docker shows it: arguments with a space in single quotes.
  static String command(List<String> arguments) {
    return arguments.stream()
        .map(argument -> argument.indexOf(' ') < 0 ? argument : "'" + argument + "'")
        .collect(Collectors.joining(" "));
  }

  ContainerSummary of(Snapshot snapshot, Instant now) {
    ContainerRecord record = snapshot.record();
    ContainerState state = snapshot.state();
    return new ContainerSummary(
        record.id(),
        List.of("/" + record.name()),
        record.image(),
        record.imageId(),
        command(record.arguments()),
        Instant.parse(record.created()).getEpochSecond(),
        ports(snapshot),
        record.labels(),
        state.word(),
        status(snapshot, now),
        snapshot.health().map(Health::status).orElse(null),
        state.lastEnd().map(end -> end.status().code()).orElse(null),
        new ContainerSummary.HostConfig(record.networkMode()),
        new ContainerSummary.NetworkSettings(inspection.endpoints(snapshot)),
        record.mounts().stream().map(MountRecord::point).toList());
  }

  private static List<Port> ports(Snapshot snapshot) {
    List<Port> ports = new ArrayList<>();
    if (snapshot.state().active().isEmpty()) {
      return ports;
    }
    List<PublishedPort> published = Inspection.published(snapshot);
    for (PublishedPort port : published) {
      ports.add(
          new Port(port.hostAddress(), port.containerPort(), port.hostPort(), port.protocol()));
    }
    for (String key : Given.map(snapshot.record().config().exposedPorts()).keySet()) {
      PortBindings.Exposed exposed = PortBindings.Exposed.parse(key);
      boolean shown =
          published.stream()
              .anyMatch(
                  port ->
                      port.containerPort() == exposed.port()
                          && port.protocol().equals(exposed.protocol()));
      if (!shown) {
        ports.add(new Port(null, exposed.port(), null, exposed.protocol()));
      }
    }
    return ports;
  }

  /// Docker's words: `Up 3 seconds (healthy)`, `Exited (137) 5 minutes ago`.
  static String status(Snapshot snapshot, Instant now) {
    return switch (snapshot.state()) {
      case Created _ -> "Created";
      case Running _ -> up(snapshot, now) + health(snapshot.health());
      case Paused _ -> up(snapshot, now) + " (Paused)";
      case Restarting(End end, Duration _, Optional<?> _) -> "Restarting " + ago(end, now);
      case Exited(End end) -> "Exited " + ago(end, now);
      case Removing _ -> "Removal In Progress";
      case Dead _ -> "Dead";
    };
  }

  private static String up(Snapshot snapshot, Instant now) {
    Instant started = snapshot.life().startedAt().orElse(now);
    return "Up " + HumanDuration.of(Duration.between(started, now));
  }

  private static String ago(End end, Instant now) {
    String since = HumanDuration.of(Duration.between(end.status().at(), now));
    return "(" + end.status().code() + ") " + since + " ago";
  }

  private static String health(Optional<Health> health) {
    return health
        .map(found -> found.status().equals(STARTING) ? "health: starting" : found.status())
        .map(word -> " (" + word + ")")
        .orElse("");
  }
}

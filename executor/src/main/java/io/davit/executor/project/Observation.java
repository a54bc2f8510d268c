package io.davit.executor.project;

import io.davit.api.ContainerSummary;
import io.davit.executor.container.Containers;
import io.davit.image.Images;
import io.davit.model.canonical.Fields;
import io.davit.planner.observed.Labels;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedContainer.Health;
import io.davit.planner.observed.ObservedContainer.State;
import io.davit.planner.observed.ObservedNetwork;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.observed.ObservedVolume;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks at the engine's objects as far as they concern a project.
final class Observation {
  private final Containers containers;
  private final Images images;

  Observation(Containers containers, Images images) {
    this.containers = containers;
    this.images = images;
  }

  /// @param references of the images that the project's services name
  /// @param revisions declarations that containers were made from, by hash
  ObservedState observe(
      String project, Collection<String> references, Map<String, Map<String, String>> revisions) {
    List<ObservedContainer> observed = new ArrayList<>();
    for (ContainerSummary summary : summaries(containers, project)) {
      observed.add(container(summary, revisions));
    }
    observed.sort(Comparator.comparing(ObservedContainer::name));
    Map<String, ObservedNetwork> networks = new TreeMap<>();
    for (Containers.NetworkRecord network : containers.networks()) {
      String name = network.config().name();
      networks.put(name, new ObservedNetwork(name, network.config().labels()));
    }
    Map<String, ObservedVolume> volumes = new TreeMap<>();
    for (Containers.VolumeRecord volume : containers.volumes()) {
      volumes.put(volume.name(), new ObservedVolume(volume.name(), volume.labels()));
    }
    Map<String, String> present = new TreeMap<>();
    for (String reference : new LinkedHashSet<>(references)) {
      images.find(reference).ifPresent(image -> present.put(reference, image.id()));
    }
    return new ObservedState(project, observed, networks, volumes, present);
  }

  /// All containers that carry the project's label.
  static List<ContainerSummary> summaries(Containers containers, String project) {
    return containers.list(true, Map.of("label", List.of(Labels.PROJECT + "=" + project)));
  }

  private static ObservedContainer container(
      ContainerSummary summary, Map<String, Map<String, String>> revisions) {
    Map<String, String> volumes = new LinkedHashMap<>();
    for (ContainerSummary.MountPoint mount : summary.mounts()) {
      if (mount.type().equals("volume") && mount.name() != null) {
        volumes.put(mount.destination(), mount.name());
      }
    }
    String hash = summary.labels().getOrDefault(Labels.CONFIG_HASH, "");
    return new ObservedContainer(
        summary.id(),
        name(summary),
        summary.labels(),
        state(summary),
        health(summary),
        summary.networkSettings().networks().keySet(),
        volumes,
        Optional.ofNullable(revisions.get(hash)).map(values -> new Fields(new TreeMap<>(values))));
  }

  /// Without the slash that Docker puts before it.
  static String name(ContainerSummary summary) {
    String name = summary.names().isEmpty() ? summary.id() : summary.names().getFirst();
    return name.startsWith("/") ? name.substring(1) : name;
  }

  private static State state(ContainerSummary summary) {
    return switch (summary.state()) {
      case "created" -> new State.Created();
      case "running" -> new State.Running();
      case "paused" -> new State.Paused();
      case "restarting" -> new State.Restarting();
      case "exited" -> {
        Integer code = summary.exitCode();
        yield new State.Exited(code == null ? 0 : code);
      }
      default -> new State.Dead();
    };
  }

  private static Health health(ContainerSummary summary) {
    String health = summary.health();
    return switch (health == null ? "" : health) {
      case "starting" -> Health.STARTING;
      case "healthy" -> Health.HEALTHY;
      case "unhealthy" -> Health.UNHEALTHY;
      default -> Health.NONE;
    };
  }
}

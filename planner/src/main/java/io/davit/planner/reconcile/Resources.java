package io.davit.planner.reconcile;

import io.davit.model.Mount;
import io.davit.model.Network;
import io.davit.model.Service;
import io.davit.model.Volume;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.graph.PlanGraph;
import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.Labels;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedNetwork;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.observed.ObservedVolume;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Cause;
import io.davit.problem.Conflict;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The networks, volumes and images that services need: what is missing is made, once, and what
/// changed is made anew.
final class Resources {
  private final DesiredState desired;
  private final ObservedState observed;
  private final PlanGraph graph;
  private final boolean replaceVolumes;

  private final Map<String, Optional<Step>> networks = new HashMap<>();
  private final Map<String, Optional<Step>> volumes = new HashMap<>();
  private final Map<String, Optional<Step>> images = new HashMap<>();
  private final Map<String, Divergence> divergedNetworks = new LinkedHashMap<>();
  private final Map<String, Step> replacedVolumes = new LinkedHashMap<>();

  /// @param replaceVolumes whether a changed volume is replaced; else the user is warned
  Resources(DesiredState desired, ObservedState observed, PlanGraph graph, boolean replaceVolumes) {
    this.desired = desired;
    this.observed = observed;
    this.graph = graph;
    this.replaceVolumes = replaceVolumes;
  }

  /// A network that is made anew: what is connected must let go before.
  ///
  /// @param removal the step that takes the old one away
  /// @param creation the step that makes the new one
  record Divergence(Network network, Step removal, Step creation) {}

  /// Looks at all that these services use, in their order.
  void ensure(Iterable<Service> services) {
    for (Service service : services) {
      service.networks().keySet().forEach(key -> networks.computeIfAbsent(key, this::network));
      for (String key : volumeKeys(service)) {
        volumes.computeIfAbsent(key, this::volume);
      }
    }
  }

  /// Looks at all of the project: what no service uses is in it only when that is asked for.
  void ensureAll() {
    desired.project().networks().keySet().forEach(k -> networks.computeIfAbsent(k, this::network));
    desired.project().volumes().keySet().forEach(k -> volumes.computeIfAbsent(k, this::volume));
  }

  /// What must be done before a container of the service can be created.
  List<Step> stepsFor(Service service) {
    Set<Step> steps = new LinkedHashSet<>();
    for (String key : service.networks().keySet()) {
      networks.computeIfAbsent(key, this::network).ifPresent(steps::add);
    }
    for (String key : volumeKeys(service)) {
      volumes.computeIfAbsent(key, this::volume).ifPresent(steps::add);
    }
    images.computeIfAbsent(service.image(), _ -> image(service)).ifPresent(steps::add);
    return List.copyOf(steps);
  }

  List<Divergence> divergedNetworks() {
    return List.copyOf(divergedNetworks.values());
  }

  /// The removal of a volume that is made anew and that the container mounts.
  List<Step> replacedVolumesOf(ObservedContainer container) {
    return replacedVolumes.entrySet().stream()
        .filter(entry -> container.volumes().containsValue(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /// Names of the networks that its containers shall be connected to.
  Set<String> networkNames(Service service) {
    Set<String> names = new LinkedHashSet<>();
    for (String key : service.networks().keySet()) {
      Network network = desired.project().networks().get(key);
      if (network != null) {
        names.add(network.name());
      }
    }
    return names;
  }

  /// By target, the names of the named volumes that its containers shall mount.
  Map<String, String> volumeNames(Service service) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Mount mount : service.volumes()) {
      if (mount instanceof Mount.Named named) {
        Volume volume = desired.project().volumes().get(named.volume());
        if (volume != null) {
          names.put(named.target(), volume.name());
        }
      }
    }
    return names;
  }

  private static Set<String> volumeKeys(Service service) {
    Set<String> keys = new LinkedHashSet<>();
    for (Mount mount : service.volumes()) {
      if (mount instanceof Mount.Named named) {
        keys.add(named.volume());
      }
    }
    return keys;
  }

  private Optional<Step> network(String key) {
    Network network = desired.project().networks().get(key);
    if (network == null) {
      return Optional.empty();
    }
    ObservedNetwork existing = observed.networks().get(network.name());
    if (network.external()) {
      if (existing == null) {
        throw absent("network", network.name(), network.source());
      }
      return Optional.empty();
    }
    String hash = desired.networkHashes().getOrDefault(key, "");
    var create = new Action.CreateNetwork(network, hash);
    if (existing == null) {
      return Optional.of(graph.add(create, Cause.at(network.source(), "it does not exist")));
    }
    requireOurs("network", network.name(), existing.labels(), network.source());
    String before = existing.labels().getOrDefault(Labels.CONFIG_HASH, hash);
    if (before.equals(hash)) {
      return Optional.empty();
    }
    Cause cause = Cause.at(network.source(), "its declaration changed");
    Step removal = graph.add(new Action.RemoveNetwork(network.name()), cause);
    Step creation = graph.add(create, cause, List.of(removal));
    divergedNetworks.put(network.name(), new Divergence(network, removal, creation));
    return Optional.of(creation);
  }

  private Optional<Step> volume(String key) {
    Volume volume = desired.project().volumes().get(key);
    if (volume == null) {
      return Optional.empty();
    }
    ObservedVolume existing = observed.volumes().get(volume.name());
    if (volume.external()) {
      if (existing == null) {
        throw absent("volume", volume.name(), volume.source());
      }
      return Optional.empty();
    }
    String hash = desired.volumeHashes().getOrDefault(key, "");
    var create = new Action.CreateVolume(volume, hash);
    if (existing == null) {
      return Optional.of(graph.add(create, Cause.at(volume.source(), "it does not exist")));
    }
    requireOurs("volume", volume.name(), existing.labels(), volume.source());
    if (existing.labels().getOrDefault(Labels.CONFIG_HASH, hash).equals(hash)) {
      return Optional.empty();
    }
    if (!replaceVolumes) {
      graph.warn(
          "volume %s exists with another declaration, and is left as it is: up --yes makes it anew, and its data is lost"
              .formatted(volume.name()));
      return Optional.empty();
    }
    Cause cause = Cause.at(volume.source(), "its declaration changed");
    Step removal = graph.add(new Action.RemoveVolume(volume.name()), cause);
    replacedVolumes.put(volume.name(), removal);
    return Optional.of(graph.add(create, cause, List.of(removal)));
  }

  private Optional<Step> image(Service service) {
    boolean present = observed.images().containsKey(service.image());
    boolean asked =
        switch (service.pullPolicy()) {
          case ALWAYS, BUILD -> true;
          case NEVER, MISSING -> false;
        };
    if (present && !asked) {
      return Optional.empty();
    }
    String why = present ? "its pull policy asks for it" : "it is not there";
    return Optional.of(
        graph.add(
            new Action.EnsureImage(service.image(), service), Cause.at(service.source(), why)));
  }

  private void requireOurs(
      String kind, String name, Map<String, String> labels, io.davit.problem.SourceSpan source) {
    String owner = labels.get(Labels.PROJECT);
    if (owner == null) {
      graph.warn(
          "%s %s exists and was not made for this project: set external: true to use it as it is"
              .formatted(kind, name));
    } else if (!owner.equals(observed.project())) {
      throw new Conflict(
          "%s \"%s\" belongs to project \"%s\", not to \"%s\""
              .formatted(kind, name, owner, observed.project()),
          source,
          "set external: true to share it, or give it another name");
    }
  }

  private static NotFound absent(String kind, String name, io.davit.problem.SourceSpan source) {
    return new NotFound(
        "%s %s declared as external, but could not be found".formatted(kind, name),
        Optional.of(source),
        Optional.of("create it first: davit %s create %s".formatted(kind, name)),
        new IllegalStateException(new Resource(kind, name).describe()));
  }

  /// Steps in the order in which they were found, without repetition.
  static List<Step> union(List<Step> first, List<Step> second) {
    List<Step> all = new ArrayList<>(new LinkedHashSet<>(first));
    second.stream().filter(step -> !all.contains(step)).forEach(all::add);
    return all;
  }
}

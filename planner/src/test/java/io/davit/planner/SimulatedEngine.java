package io.davit.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.model.Mount;
import io.davit.model.Service;
import io.davit.model.canonical.Fields;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.graph.Dependencies;
import io.davit.planner.observed.Labels;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedContainer.Health;
import io.davit.planner.observed.ObservedContainer.State;
import io.davit.planner.observed.ObservedNetwork;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.observed.ObservedVolume;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Awaited;
import io.davit.planner.plan.Plan;
import io.davit.planner.plan.PlanNode;
import io.davit.planner.plan.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// A machine in memory that does what a plan says, and refuses what a real one would refuse.
final class SimulatedEngine {
  private final Map<String, ObservedContainer> containers = new TreeMap<>();
  private final Map<String, ObservedNetwork> networks = new TreeMap<>();
  private final Map<String, ObservedVolume> volumes = new TreeMap<>();
  private final Map<String, Fields> revisions = new TreeMap<>();
  private int created;

  /// Ids of containers that the plan removes: nobody depends on these any more.
  private final Set<String> doomed = new HashSet<>();

  /// Services whose containers end with code 0 as soon as they are started.
  private final Set<String> jobs = new HashSet<>();

  SimulatedEngine job(String service) {
    jobs.add(service);
    return this;
  }

  Map<String, ObservedContainer> containers() {
    return containers;
  }

  ObservedState observe(DesiredState desired) {
    Map<String, String> images = new LinkedHashMap<>();
    desired
        .services()
        .values()
        .forEach(s -> images.put(s.service().image(), "sha256:" + s.service().image()));
    return new ObservedState(
        "shop",
        containers.values().stream().sorted(Comparator.comparing(ObservedContainer::name)).toList(),
        networks,
        volumes,
        images);
  }

  Set<String> networkNames() {
    return networks.keySet();
  }

  Set<String> volumeNames() {
    return volumes.keySet();
  }

  void addNetwork(String name, Map<String, String> labels) {
    networks.put(name, new ObservedNetwork(name, labels));
  }

  /// Something that a user does with a container behind the planner's back.
  void change(String name, State state) {
    ObservedContainer container = byReference(name);
    containers.put(container.id(), with(container, container.name(), state, container.networks()));
  }

  void lose(String name) {
    containers.remove(byReference(name).id());
  }

  /// All of it, in some order that the plan allows.
  void execute(DesiredState desired, Plan plan, Random random) {
    execute(desired, plan, random, plan.nodes().size());
  }

  /// The first actions of some order that the plan allows.
  void execute(DesiredState desired, Plan plan, Random random, int actions) {
    desired.services().values().forEach(service -> revisions.put(service.hash(), service.fields()));
    doomed.clear();
    for (PlanNode node : plan.nodes()) {
      if (node.action() instanceof Action.RemoveContainer remove) {
        doomed.add(remove.container().reference());
      }
    }
    List<PlanNode> open = new ArrayList<>(plan.nodes());
    Set<Integer> done = new HashSet<>();
    while (done.size() < actions) {
      List<PlanNode> ready =
          open.stream().filter(node -> done.containsAll(node.dependsOn())).toList();
      PlanNode next = ready.get(random.nextInt(ready.size()));
      perform(desired, next.action());
      open.remove(next);
      done.add(next.id());
    }
  }

  private void perform(DesiredState desired, Action action) {
    switch (action) {
      case Action.CreateNetwork create -> {
        assertThat(networks).doesNotContainKey(create.network().name());
        addNetwork(
            create.network().name(),
            Map.of(Labels.PROJECT, "shop", Labels.CONFIG_HASH, create.hash()));
      }
      case Action.RemoveNetwork remove -> {
        assertThat(containers.values())
            .as("running in %s", remove.name())
            .noneMatch(one -> one.alive() && one.networks().contains(remove.name()));
        assertThat(networks.remove(remove.name())).isNotNull();
      }
      case Action.CreateVolume create -> {
        assertThat(volumes).doesNotContainKey(create.volume().name());
        Map<String, String> labels =
            Map.of(
                Labels.PROJECT, "shop",
                Labels.VOLUME, create.volume().key(),
                Labels.CONFIG_HASH, create.hash());
        volumes.put(create.volume().name(), new ObservedVolume(create.volume().name(), labels));
      }
      case Action.RemoveVolume remove -> {
        assertThat(containers.values())
            .noneMatch(container -> container.volumes().containsValue(remove.name()));
        assertThat(volumes.remove(remove.name())).isNotNull();
      }
      case Action.EnsureImage _, Action.RemoveImage _ -> {}
      case Action.CreateContainer create -> create(create);
      case Action.RenameContainer rename -> {
        assertThat(names()).doesNotContain(rename.newName());
        ObservedContainer container = byReference(rename.container().reference());
        put(with(container, rename.newName(), container.state(), container.networks()));
      }
      case Action.StartContainer start -> start(desired, start.container());
      case Action.StopContainer stop -> become(stop.container(), new State.Exited(143));
      case Action.KillContainer kill -> become(kill.container(), new State.Exited(137));
      case Action.PauseContainer pause -> become(pause.container(), new State.Paused());
      case Action.UnpauseContainer unpause -> become(unpause.container(), new State.Running());
      case Action.RemoveContainer remove -> remove(remove.container());
      case Action.ConnectNetwork connect -> {
        assertThat(networks).containsKey(connect.network());
        ObservedContainer container = byReference(connect.container().reference());
        Set<String> connected = new LinkedHashSet<>(container.networks());
        connected.add(connect.network());
        put(with(container, container.name(), container.state(), connected));
      }
      case Action.DisconnectNetwork disconnect -> {
        ObservedContainer container = byReference(disconnect.container().reference());
        assertThat(container.alive()).isFalse();
        Set<String> connected = new LinkedHashSet<>(container.networks());
        connected.remove(disconnect.network());
        put(with(container, container.name(), container.state(), connected));
      }
      case Action.AwaitCondition await ->
          assertThat(await.containers())
              .as("%s", await.describe())
              .allMatch(target -> holds(byReference(target.reference()), await.condition()));
    }
  }

  private static boolean holds(ObservedContainer container, Awaited condition) {
    return switch (condition) {
      case HEALTHY -> container.health() == Health.HEALTHY;
      case COMPLETED_SUCCESSFULLY -> container.state().equals(new State.Exited(0));
      case RUNNING_OR_HEALTHY -> container.running();
    };
  }

  private void create(Action.CreateContainer create) {
    assertThat(names()).doesNotContain(create.name());
    Service service = create.replica().service();
    Set<String> connected = new LinkedHashSet<>();
    service.networks().keySet().forEach(key -> connected.add("shop_" + key));
    assertThat(networks.keySet()).containsAll(connected);
    Map<String, String> mounted = new LinkedHashMap<>();
    for (Mount mount : service.volumes()) {
      if (mount instanceof Mount.Named named) {
        mounted.put(mount.target(), "shop_" + named.volume());
      } else {
        mounted.put(mount.target(), anonymous(create, mount.target()));
      }
    }
    assertThat(volumes.keySet()).containsAll(mounted.values());
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Labels.PROJECT, "shop");
    labels.put(Labels.SERVICE, service.name());
    labels.put(Labels.CONTAINER_NUMBER, Integer.toString(create.replica().number()));
    labels.put(Labels.CONFIG_HASH, create.replica().hash());
    labels.put(Labels.IMAGE, "sha256:" + service.image());
    labels.put(Labels.ONE_OFF, create.replica().oneOff() ? "True" : "False");
    labels.put(Labels.DEPENDS_ON, Dependencies.toLabel(service.dependsOn()));
    String id = "%012x%052d".formatted(++created, 0);
    put(
        new ObservedContainer(
            id,
            create.name(),
            labels,
            new State.Created(),
            Health.NONE,
            connected,
            mounted,
            Optional.ofNullable(revisions.get(create.replica().hash()))));
  }

  /// The predecessor's, where it is inherited.
  private String anonymous(Action.CreateContainer create, String target) {
    if (create.inheritVolumes() && create.predecessor().isPresent()) {
      String inherited = byReference(create.predecessor().get().reference()).volumes().get(target);
      if (inherited != null) {
        return inherited;
      }
    }
    String name = "anonymous" + ++created;
    volumes.put(name, new ObservedVolume(name, Map.of(Labels.ANONYMOUS_VOLUME, "")));
    return name;
  }

  private void start(DesiredState desired, Target target) {
    ObservedContainer container = byReference(target.reference());
    assertThat(container.state()).isNotInstanceOf(State.Paused.class);
    Service service = desired.project().services().get(container.service());
    assertThat(networks.keySet()).containsAll(container.networks());
    if (service != null) {
      service.dependsOn().forEach((name, dependency) -> requireCondition(name, dependency));
    }
    State state = jobs.contains(container.service()) ? new State.Exited(0) : new State.Running();
    put(with(container, container.name(), state, container.networks()));
  }

  private void requireCondition(String name, Service.Dependency dependency) {
    for (ObservedContainer other : containers.values()) {
      if (!other.service().equals(name) || other.oneOff() || doomed.contains(other.id())) {
        continue;
      }
      switch (dependency.condition()) {
        case STARTED -> assertThat(other.state()).isNotInstanceOf(State.Created.class);
        case HEALTHY -> assertThat(other.health()).isEqualTo(Health.HEALTHY);
        case COMPLETED_SUCCESSFULLY -> assertThat(other.state()).isEqualTo(new State.Exited(0));
      }
    }
  }

  private void become(Target target, State state) {
    ObservedContainer container = byReference(target.reference());
    put(with(container, container.name(), state, container.networks()));
  }

  private void remove(Target target) {
    ObservedContainer container = byReference(target.reference());
    assertThat(container.alive()).as("%s runs", container.name()).isFalse();
    containers.remove(container.id());
  }

  private void put(ObservedContainer container) {
    containers.put(container.id(), container);
  }

  private static ObservedContainer with(
      ObservedContainer container, String name, State state, Set<String> networks) {
    return new ObservedContainer(
        container.id(),
        name,
        container.labels(),
        state,
        state instanceof State.Running ? Health.HEALTHY : Health.NONE,
        networks,
        container.volumes(),
        container.declared());
  }

  private List<String> names() {
    return containers.values().stream().map(ObservedContainer::name).toList();
  }

  private ObservedContainer byReference(String reference) {
    return containers.values().stream()
        .filter(c -> c.id().equals(reference) || c.name().equals(reference))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no container " + reference));
  }
}

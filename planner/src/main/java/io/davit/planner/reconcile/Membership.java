package io.davit.planner.reconcile;

import io.davit.planner.Operation.Recreate;
import io.davit.planner.desired.DesiredService;
import io.davit.planner.graph.PlanGraph;
import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Cause;
import io.davit.planner.plan.Replica;
import io.davit.planner.plan.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Brings the containers of a service to the declared number and shape; starts none.
///
/// A container is recreated so that the old one serves until the new one exists, and so that an
/// interruption after any step leaves something that the next plan completes: create the new one
/// under a temporary name, stop the old one, remove it, rename the new one.
final class Membership {
  private final ObservedState observed;
  private final PlanGraph graph;
  private final Resources resources;
  private final Divergence divergence;
  private final Optional<Duration> timeout;
  private final boolean inheritVolumes;
  private final Reconnection reconnected;
  private final Set<String> takenNames;
  private final List<Step> stopsOfReplaced = new ArrayList<>();

  Membership(
      ObservedState observed,
      PlanGraph graph,
      Resources resources,
      Divergence divergence,
      Reconnection reconnected,
      Optional<Duration> timeout,
      boolean inheritVolumes) {
    this.reconnected = reconnected;
    this.observed = observed;
    this.graph = graph;
    this.resources = resources;
    this.divergence = divergence;
    this.timeout = timeout;
    this.inheritVolumes = inheritVolumes;
    this.takenNames =
        observed.containers().stream().map(ObservedContainer::name).collect(Collectors.toSet());
  }

  /// @param members all containers of the service, by number
  /// @param replacedStops the stops of running containers that are replaced: a dependent with
  ///   `restart: true` is stopped before
  record Outcome(List<Member> members, List<Step> replacedStops, boolean recreated) {}

  Outcome bring(DesiredService service, Recreate recreate) {
    stopsOfReplaced.clear();
    Map<Integer, List<ObservedContainer>> byNumber = new TreeMap<>();
    for (ObservedContainer container : observed.replicasOf(service.name())) {
      byNumber.computeIfAbsent(container.number(), _ -> new ArrayList<>()).add(container);
    }
    List<Group> groups = new ArrayList<>();
    byNumber.forEach((number, containers) -> groups.add(group(service, number, containers)));
    List<Group> excess = excess(service, groups, recreate);
    for (Group group : excess) {
      Cause cause =
          Cause.at(
              service.service().source(),
              "%d %s declared"
                  .formatted(
                      service.replicas(), service.replicas() == 1 ? "replica is" : "replicas are"));
      group.all().forEach(container -> remove(container, cause, List.of()));
    }
    groups.removeAll(excess);
    List<Member> members = new ArrayList<>();
    boolean recreated = false;
    for (Group group : groups) {
      Member member = keepOrRecreate(service, group, recreate);
      recreated |= member.existing().isEmpty();
      members.add(member);
    }
    int next = byNumber.isEmpty() ? 1 : ((TreeMap<Integer, ?>) byNumber).lastKey() + 1;
    while (members.size() < service.replicas()) {
      members.add(create(service, next++));
    }
    return new Outcome(List.copyOf(members), List.copyOf(stopsOfReplaced), recreated);
  }

  /// The containers with one number: one, unless a recreation was interrupted.
  private record Group(int number, ObservedContainer keeper, List<ObservedContainer> others) {
    List<ObservedContainer> all() {
      List<ObservedContainer> all = new ArrayList<>(others);
      all.add(keeper);
      return all;
    }
  }

  private Group group(DesiredService service, int number, List<ObservedContainer> containers) {
    String name = service.containerName(number);
    ObservedContainer keeper =
        containers.stream()
            .min(
                Comparator.comparing(
                        (ObservedContainer container) ->
                            divergence.of(container, service).isPresent())
                    .thenComparing(container -> !container.name().equals(name))
                    .thenComparing(ObservedContainer::id))
            .orElseThrow();
    return new Group(
        number,
        keeper,
        containers.stream().filter(container -> !container.id().equals(keeper.id())).toList());
  }

  /// What is too many: what differs goes first, then the highest numbers.
  private List<Group> excess(DesiredService service, List<Group> groups, Recreate recreate) {
    int count = groups.size() - service.replicas();
    if (count <= 0) {
      return List.of();
    }
    Comparator<Group> obsoleteFirst =
        Comparator.comparing(
            group ->
                recreate == Recreate.NEVER || divergence.of(group.keeper(), service).isEmpty());
    return groups.stream()
        .sorted(obsoleteFirst.thenComparing(Comparator.comparingInt(Group::number).reversed()))
        .limit(count)
        .toList();
  }

  private Member keepOrRecreate(DesiredService service, Group group, Recreate recreate) {
    ObservedContainer keeper = group.keeper();
    Optional<Cause> cause =
        switch (recreate) {
          case NEVER -> Optional.empty();
          case DIVERGED -> divergence.of(keeper, service);
          case ALWAYS -> Optional.of(Cause.of("--force-recreate"));
        };
    List<Step> removals = new ArrayList<>();
    for (ObservedContainer other : group.others()) {
      removals.add(
          remove(other, Cause.of("%s takes its place".formatted(keeper.name())), List.of()));
    }
    if (cause.isPresent()) {
      return recreate(service, group, cause.get(), removals);
    }
    String name = service.containerName(group.number());
    if (!keeper.name().endsWith("_" + name)) {
      return Member.kept(keeper, Resources.union(reconnected.of(keeper), removals));
    }
    Step rename =
        graph.add(
            new Action.RenameContainer(keeper.target(), name),
            Cause.of("its recreation was interrupted"),
            Resources.union(reconnected.of(keeper), removals));
    Target renamed = new Target(name, keeper.target().id(), service.name());
    return new Member(renamed, Optional.of(keeper), List.of(rename));
  }

  private Member recreate(DesiredService service, Group group, Cause cause, List<Step> removals) {
    ObservedContainer old = group.keeper();
    List<Step> volumeRemovals = resources.replacedVolumesOf(old);
    if (!volumeRemovals.isEmpty()) {
      return removeThenCreate(service, group, cause, volumeRemovals, removals);
    }
    Replica replica = service.replica(group.number());
    boolean nameFree = !takenNames.contains(replica.name());
    String temporary = nameFree ? replica.name() : "%.12s_%s".formatted(old.id(), replica.name());
    Step create =
        graph.add(
            new Action.CreateContainer(
                replica, temporary, Optional.of(old.target()), inheritVolumes),
            cause,
            Resources.union(resources.stepsFor(service.service()), removals));
    Step removal = remove(old, Cause.of("its replacement exists"), List.of(create));
    if (nameFree) {
      return new Member(replica.target(), Optional.empty(), List.of(create, removal));
    }
    Step rename =
        graph.add(
            new Action.RenameContainer(
                new Target(temporary, Optional.empty(), service.name()), replica.name()),
            Cause.of("its name is free now"),
            List.of(removal));
    return new Member(replica.target(), Optional.empty(), List.of(rename));
  }

  /// For a container whose volume is made anew: nothing may hold the old volume.
  private Member removeThenCreate(
      DesiredService service,
      Group group,
      Cause cause,
      List<Step> volumeRemovals,
      List<Step> removals) {
    Step removal = remove(group.keeper(), cause, List.of());
    volumeRemovals.forEach(volume -> graph.after(volume, List.of(removal)));
    Replica replica = service.replica(group.number());
    List<Step> before = Resources.union(resources.stepsFor(service.service()), removals);
    Step create =
        graph.add(
            new Action.CreateContainer(replica, replica.name(), Optional.empty(), false),
            cause,
            Resources.union(before, List.of(removal)));
    return new Member(replica.target(), Optional.empty(), List.of(create));
  }

  private Member create(DesiredService service, int number) {
    Replica replica = service.replica(number);
    Step create =
        graph.add(
            new Action.CreateContainer(replica, replica.name(), Optional.empty(), false),
            Cause.at(service.service().source(), "it does not exist"),
            resources.stepsFor(service.service()));
    return new Member(replica.target(), Optional.empty(), List.of(create));
  }

  /// Stops and removes a container.
  Step remove(ObservedContainer container, Cause cause, List<Step> after) {
    List<Step> before = Resources.union(after, reconnected.disconnectsOf(container));
    if (container.alive()) {
      Optional<Step> early = reconnected.stopOf(container);
      Step stop =
          early.orElseGet(
              () -> graph.add(new Action.StopContainer(container.target(), timeout), cause, after));
      stopsOfReplaced.add(stop);
      before = early.isPresent() ? before : List.of(stop);
    }
    return graph.add(new Action.RemoveContainer(container.target()), cause, before);
  }
}

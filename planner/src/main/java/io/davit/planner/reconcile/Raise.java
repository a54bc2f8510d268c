package io.davit.planner.reconcile;

import io.davit.model.Service;
import io.davit.planner.Operation;
import io.davit.planner.Operation.Recreate;
import io.davit.planner.Operation.UpOptions;
import io.davit.planner.desired.DesiredService;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.graph.Dependencies;
import io.davit.planner.graph.PlanGraph;
import io.davit.planner.graph.PlanGraph.Step;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Awaited;
import io.davit.planner.plan.Cause;
import io.davit.planner.plan.Plan;
import io.davit.planner.plan.Replica;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `up`, `create`, `scale`, `run` and the engine's own reconcile: what is declared shall be there,
/// and most of it shall run.
public final class Raise {
  private final DesiredState desired;
  private final ObservedState observed;
  private final PlanGraph graph = new PlanGraph();
  private final Dependencies dependencies;
  private final UpOptions options;
  private final StartRule startRule;
  private final Resources resources;

  private Raise(
      DesiredState desired, ObservedState observed, UpOptions options, StartRule startRule) {
    this.desired = desired;
    this.observed = observed;
    this.options = options;
    this.startRule = startRule;
    this.resources = new Resources(desired, observed, graph, options.replaceVolumes());
    this.dependencies =
        Dependencies.declared(
            desired.services().values().stream().map(DesiredService::service).toList());
  }

  public static Plan up(DesiredState desired, ObservedState observed, Operation.Up up) {
    Raise raise =
        new Raise(
            desired,
            observed,
            up.options(),
            up.start() ? StartRule.whatRests() : StartRule.nothing());
    Orphans.warnOfElsewhere(raise.graph, observed.containers(), desired.project());
    Set<String> targets = raise.targets(up.services());
    StartOrder order = raise.raise(targets);
    if (up.services().isEmpty()) {
      raise.resources.ensureAll();
    }
    if (up.options().waitHealthy()) {
      raise.awaitAll(targets, order);
    }
    return raise.graph.toPlan();
  }

  public static Plan reconcile(
      DesiredState desired, ObservedState observed, Operation.Reconcile operation) {
    UpOptions options =
        new UpOptions(
            Recreate.NEVER,
            false,
            false,
            true,
            Operation.Orphans.IGNORE,
            false,
            Optional.empty(),
            false);
    Raise raise =
        new Raise(
            desired, observed, options, StartRule.whatWasInterrupted(operation.interrupted()));
    Set<String> targets = new LinkedHashSet<>(raise.dependencies.order());
    targets.removeAll(operation.stopped());
    raise.raise(targets);
    return raise.graph.toPlan();
  }

  public static Plan run(DesiredState desired, ObservedState observed, Operation.Run run) {
    UpOptions options =
        new UpOptions(
            Recreate.DIVERGED,
            false,
            false,
            false,
            Operation.Orphans.IGNORE,
            false,
            Optional.empty(),
            false);
    Raise raise = new Raise(desired, observed, options, StartRule.whatRests());
    raise.oneOff(run);
    return raise.graph.toPlan();
  }

  private Set<String> targets(List<String> selected) {
    selected.forEach(desired::service);
    Set<String> targets = new LinkedHashSet<>(dependencies.order());
    if (!selected.isEmpty()) {
      targets.retainAll(selected);
    }
    return targets;
  }

  private void oneOff(Operation.Run run) {
    Service service = run.service();
    DesiredService declared = desired.service(service.name());
    Set<String> needed =
        run.noDeps()
            ? Set.of()
            : new LinkedHashSet<>(dependencies.closure(dependencies.of(service.name()).keySet()));
    Set<String> services = new LinkedHashSet<>(dependencies.order());
    services.retainAll(needed);
    resources.ensure(List.of(service));
    StartOrder order = raise(services);
    String name =
        run.name()
            .orElseGet(
                () ->
                    desired
                        .project()
                        .names()
                        .join(observed.project(), service.name(), "run", run.slug()));
    Replica replica = new Replica(service, 1, name, declared.hash(), Optional.of(run.slug()));
    graph.add(
        new Action.CreateContainer(replica, name, Optional.empty(), false),
        Cause.at(service.source(), "run asks for it"),
        Resources.union(resources.stepsFor(service), order.conditionsOf(service.name())));
  }

  private StartOrder raise(Collection<String> targets) {
    Set<String> scope =
        options.noDeps() ? new LinkedHashSet<>(targets) : dependencies.closure(targets);
    resources.ensure(scope.stream().map(name -> desired.service(name).service()).toList());
    Reconnection reconnection =
        new Reconnection(desired, observed, graph, resources.divergedNetworks(), options.timeout());
    Membership membership =
        new Membership(
            observed,
            graph,
            resources,
            new Divergence(desired, resources, observed.images()),
            reconnection,
            options.timeout(),
            !options.renewAnonymousVolumes());
    StartOrder order = new StartOrder(graph, dependencies, orphans(membership));
    Map<String, List<Step>> replacedStops = new HashMap<>();
    for (String name : dependencies.order()) {
      if (scope.contains(name)) {
        var outcome = membership.bring(desired.service(name), recreate(targets.contains(name)));
        start(name, outcome.members(), startRule, order, reconnection, replacedStops);
        if (outcome.recreated()) {
          replacedStops.put(name, outcome.replacedStops());
        }
      } else {
        List<Member> members =
            observed.replicasOf(name).stream()
                .map(container -> Member.kept(container, reconnection.of(container)))
                .toList();
        start(name, members, StartRule.nothing(), order, reconnection, replacedStops);
      }
    }
    return order;
  }

  private Recreate recreate(boolean targeted) {
    if (targeted || options.recreate() == Recreate.NEVER) {
      return options.renewAnonymousVolumes() ? Recreate.ALWAYS : options.recreate();
    }
    return options.alwaysRecreateDependencies() ? Recreate.ALWAYS : Recreate.DIVERGED;
  }

  /// @param rule for a service that was not asked for, only what `restart: true` or a network
  ///   stopped is started
  private void start(
      String service,
      List<Member> members,
      StartRule rule,
      StartOrder order,
      Reconnection reconnection,
      Map<String, List<Step>> replacedStops) {
    Map<String, Cause> causes = new LinkedHashMap<>();
    List<Member> prepared = new ArrayList<>();
    for (Member member : members) {
      Optional<Cause> restart = restartCause(service, member, reconnection, replacedStops);
      Optional<Cause> cause = restart.or(() -> startCause(member, rule));
      cause.ifPresent(text -> causes.put(member.target().name(), text));
      prepared.add(
          restart.isPresent() ? stopBefore(service, member, reconnection, replacedStops) : member);
    }
    order.start(service, prepared, causes);
  }

  private static Optional<Cause> startCause(Member member, StartRule rule) {
    return member.existing().isPresent() ? rule.existing(member.existing().get()) : rule.created();
  }

  /// Why a running container is stopped and started again, if it is.
  private Optional<Cause> restartCause(
      String service,
      Member member,
      Reconnection reconnection,
      Map<String, List<Step>> replacedStops) {
    Optional<ObservedContainer> running = member.existing().filter(ObservedContainer::running);
    if (running.isEmpty()) {
      return Optional.empty();
    }
    if (reconnection.stops(running.get())) {
      return Optional.of(Cause.of("its network was made anew"));
    }
    return dependencies.of(service).entrySet().stream()
        .filter(entry -> entry.getValue().restart() && replacedStops.containsKey(entry.getKey()))
        .findFirst()
        .map(
            entry ->
                Cause.at(
                    entry.getValue().source(),
                    "%s is recreated, and restart: true".formatted(entry.getKey())));
  }

  private Member stopBefore(
      String service,
      Member member,
      Reconnection reconnection,
      Map<String, List<Step>> replacedStops) {
    ObservedContainer container = member.existing().orElseThrow();
    Step stop =
        reconnection
            .stopOf(container)
            .orElseGet(
                () ->
                    graph.add(
                        new Action.StopContainer(container.target(), options.timeout()),
                        restartCause(service, member, reconnection, replacedStops).orElseThrow()));
    dependencies
        .of(service)
        .forEach(
            (name, dependency) -> {
              if (dependency.restart()) {
                replacedStops
                    .getOrDefault(name, List.of())
                    .forEach(replaced -> graph.after(replaced, List.of(stop)));
              }
            });
    return new Member(
        member.target(), member.existing(), Resources.union(member.ready(), List.of(stop)));
  }

  private void awaitAll(Set<String> targets, StartOrder order) {
    for (String service : targets) {
      boolean completes =
          dependencies.dependentsOf(service).stream()
              .map(dependent -> dependencies.of(dependent).get(service))
              .anyMatch(Raise::isCompletion);
      var _ =
          order.await(
              service,
              completes ? Awaited.COMPLETED_SUCCESSFULLY : Awaited.RUNNING_OR_HEALTHY,
              Cause.of("--wait"));
    }
  }

  private static boolean isCompletion(Service.@Nullable Dependency dependency) {
    return dependency != null
        && dependency.condition() == Service.Dependency.Condition.COMPLETED_SUCCESSFULLY;
  }

  /// A port or a name that an orphan holds is free only when it is gone: what is removed comes
  /// before every start.
  private List<Step> orphans(Membership membership) {
    List<ObservedContainer> orphans =
        observed.containers().stream()
            .filter(container -> Orphans.isOrphan(container, desired.project()))
            .toList();
    switch (options.orphans()) {
      case IGNORE -> {}
      case WARN -> {
        if (!orphans.isEmpty()) {
          graph.warn(
              "found orphan containers (%s) for this project: if you removed or renamed this service in your compose file, up --remove-orphans cleans them up"
                  .formatted(
                      orphans.stream()
                          .map(ObservedContainer::name)
                          .collect(Collectors.joining(", "))));
        }
      }
      case REMOVE -> {
        return orphans.stream()
            .map(orphan -> membership.remove(orphan, Orphans.CAUSE, List.of()))
            .toList();
      }
    }
    return List.of();
  }
}

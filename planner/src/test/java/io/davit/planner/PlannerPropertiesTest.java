package io.davit.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.planner.Operation.Orphans;
import io.davit.planner.Operation.Recreate;
import io.davit.planner.Operation.RemovedImages;
import io.davit.planner.Operation.UpOptions;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Plan;
import io.davit.planner.plan.PlanNode;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What holds for every project and every state: tried on files and machines made at random. A
/// failure names its seed.
class PlannerPropertiesTest {
  private static final int SEEDS = 150;

  private static final Operation UP = new Operation.Up(List.of(), UpOptions.DEFAULT, true);

  private static void forSeeds(LongConsumer property) {
    long first = Long.getLong("seed", 1000L);
    for (long seed = first; seed < first + SEEDS; seed++) {
      try {
        property.accept(seed);
      } catch (Throwable failure) {
        throw new AssertionError(
            "seed %d (run with -Dseed=%d)%n%s"
                .formatted(seed, seed, new GeneratedFile(seed, 0).text()),
            failure);
      }
    }
  }

  private static SimulatedEngine engine(long seed) {
    SimulatedEngine engine = new SimulatedEngine();
    new GeneratedFile(seed, 0).jobs().forEach(engine::job);
    return engine;
  }

  private static DesiredState desired(long seed, int revision) {
    return Declared.state(new GeneratedFile(seed, revision).text());
  }

  private static Plan plan(Operation operation, DesiredState desired, SimulatedEngine engine) {
    return Planner.plan(operation, Optional.of(desired), engine.observe(desired));
  }

  private static Operation up(UpOptions options) {
    return new Operation.Up(List.of(), options, true);
  }

  private static Operation.Down down(boolean volumes, boolean orphans) {
    return new Operation.Down(List.of(), volumes, orphans, RemovedImages.NONE, Optional.empty());
  }

  /// Nothing is left to do but to run completed jobs again, as Docker Compose does.
  private static void assertSettled(long seed, Plan next) {
    Set<String> jobs = new GeneratedFile(seed, 0).jobs();
    assertThat(next.nodes()).as("%s", next.text()).allMatch(node -> isRerun(node.action(), jobs));
  }

  private static boolean isRerun(Action action, Set<String> jobs) {
    return switch (action) {
      case Action.StartContainer start -> jobs.contains(start.container().service());
      case Action.AwaitCondition await -> jobs.contains(await.service());
      default -> false;
    };
  }

  @Test
  void equalArgumentsMakeEqualPlans() {
    forSeeds(
        seed ->
            assertThat(plan(UP, desired(seed, 0), engine(seed)).text())
                .isEqualTo(plan(UP, desired(seed, 0), engine(seed)).text()));
  }

  @Test
  void theSecondUpHasNothingToDo() {
    forSeeds(
        seed -> {
          SimulatedEngine engine = engine(seed);
          DesiredState desired = desired(seed, 0);
          engine.execute(desired, plan(UP, desired, engine), new Random(seed));
          assertSettled(seed, plan(UP, desired, engine));
        });
  }

  @Test
  void aChangedFileConvergesInOneStep() {
    forSeeds(
        seed -> {
          SimulatedEngine engine = engine(seed);
          DesiredState before = desired(seed, 0);
          engine.execute(before, plan(UP, before, engine), new Random(seed));
          DesiredState after = desired(seed, 1);
          engine.execute(after, plan(UP, after, engine), new Random(seed));
          assertSettled(seed, plan(UP, after, engine));
          assertReplicas(after, engine);
        });
  }

  private static void assertReplicas(DesiredState desired, SimulatedEngine engine) {
    desired
        .services()
        .values()
        .forEach(
            service ->
                assertThat(engine.observe(desired).replicasOf(service.name()))
                    .hasSize(service.replicas())
                    .allMatch(container -> container.hash().equals(service.hash()))
                    .allMatch(
                        container ->
                            container.name().equals(service.containerName(container.number()))));
  }

  @Test
  void anInterruptionAfterAnyActionIsCompletedByTheNextUp() {
    forSeeds(
        seed -> {
          Random random = new Random(seed);
          SimulatedEngine engine = engine(seed);
          DesiredState before = desired(seed, 0);
          engine.execute(before, plan(UP, before, engine), random);
          DesiredState after = desired(seed, 1);
          for (int interruption = 0; interruption < 3; interruption++) {
            Plan plan = plan(UP, after, engine);
            engine.execute(after, plan, random, random.nextInt(plan.nodes().size() + 1));
          }
          engine.execute(after, plan(UP, after, engine), random);
          assertSettled(seed, plan(UP, after, engine));
          assertReplicas(after, engine);
        });
  }

  @Test
  void whatDidNotChangeIsNotTouched() {
    forSeeds(
        seed -> {
          SimulatedEngine engine = engine(seed);
          DesiredState before = desired(seed, 0);
          engine.execute(before, plan(UP, before, engine), new Random(seed));
          DesiredState after = desired(seed, 1);
          Set<String> changed =
              after.services().values().stream()
                  .filter(
                      service ->
                          !service.hash().equals(before.service(service.name()).hash())
                              || service.replicas() != before.service(service.name()).replicas())
                  .map(service -> service.name())
                  .collect(Collectors.toSet());
          for (PlanNode node : plan(UP, after, engine).nodes()) {
            if (node.action() instanceof Action.CreateContainer create) {
              assertThat(changed).contains(create.container().service());
            }
          }
        });
  }

  @Test
  void dataIsOnlyLostWhereItWasAskedFor() {
    forSeeds(
        seed -> {
          SimulatedEngine engine = engine(seed);
          DesiredState before = desired(seed, 0);
          Plan first = plan(UP, before, engine);
          engine.execute(before, first, new Random(seed));
          assertThat(first.destructive()).isEmpty();
          assertThat(plan(UP, desired(seed, 1), engine).destructive()).isEmpty();
          Plan down = plan(down(false, true), before, engine);
          assertThat(down.destructive()).isEmpty();
          engine.execute(before, down, new Random(seed));
          assertThat(engine.containers()).isEmpty();
          assertThat(engine.networkNames()).isEmpty();
        });
  }

  @Test
  void downWithVolumesLeavesNothing() {
    forSeeds(
        seed -> {
          SimulatedEngine engine = engine(seed);
          DesiredState desired = desired(seed, 0);
          engine.execute(desired, plan(UP, desired, engine), new Random(seed));
          engine.execute(desired, plan(down(true, true), desired, engine), new Random(seed));
          assertThat(engine.containers()).isEmpty();
          assertThat(engine.networkNames()).isEmpty();
          assertThat(engine.volumeNames()).isEmpty();
        });
  }

  @Test
  void downNeedsNoFile() {
    forSeeds(
        seed -> {
          SimulatedEngine engine = engine(seed);
          DesiredState desired = desired(seed, 0);
          engine.execute(desired, plan(UP, desired, engine), new Random(seed));
          Plan down = Planner.plan(down(true, false), Optional.empty(), engine.observe(desired));
          engine.execute(desired, down, new Random(seed));
          assertThat(engine.containers()).isEmpty();
          assertThat(engine.networkNames()).isEmpty();
          assertThat(engine.volumeNames()).isEmpty();
        });
  }

  @Test
  void forcedRecreationReplacesEverythingAndConverges() {
    forSeeds(
        seed -> {
          SimulatedEngine engine = engine(seed);
          DesiredState desired = desired(seed, 0);
          engine.execute(desired, plan(UP, desired, engine), new Random(seed));
          Set<String> before = Set.copyOf(engine.containers().keySet());
          Plan forced =
              plan(
                  up(
                      new UpOptions(
                          Recreate.ALWAYS,
                          false,
                          false,
                          false,
                          Orphans.WARN,
                          false,
                          Optional.empty(),
                          false)),
                  desired,
                  engine);
          engine.execute(desired, forced, new Random(seed));
          assertThat(engine.containers().keySet()).noneMatch(before::contains);
          assertSettled(seed, plan(UP, desired, engine));
        });
  }

  @Test
  void stopAndStartBringEverythingBack() {
    forSeeds(
        seed -> {
          SimulatedEngine engine = engine(seed);
          DesiredState desired = desired(seed, 0);
          engine.execute(desired, plan(UP, desired, engine), new Random(seed));
          engine.execute(
              desired,
              plan(new Operation.Stop(List.of(), Optional.empty()), desired, engine),
              new Random(seed));
          assertThat(engine.containers().values()).noneMatch(ObservedContainer::alive);
          engine.execute(
              desired,
              plan(new Operation.Start(List.of(), false), desired, engine),
              new Random(seed));
          assertSettled(seed, plan(UP, desired, engine));
        });
  }

  @Test
  void reconcileLeavesWhatIsRightAndBringsBackWhatDisappeared() {
    forSeeds(
        seed -> {
          Random random = new Random(seed);
          SimulatedEngine engine = engine(seed);
          DesiredState desired = desired(seed, 0);
          engine.execute(desired, plan(UP, desired, engine), random);
          Operation reconcile = new Operation.Reconcile(Set.of(), Set.of());
          assertThat(plan(reconcile, desired, engine).text()).isEmpty();
          List<ObservedContainer> all = List.copyOf(engine.containers().values());
          if (all.isEmpty()) {
            return;
          }
          ObservedContainer lost = all.get(random.nextInt(all.size()));
          engine.lose(lost.name());
          Plan plan = plan(reconcile, desired, engine);
          assertThat(plan.nodes())
              .filteredOn(node -> node.action() instanceof Action.CreateContainer)
              .hasSize(1);
          engine.execute(desired, plan, random);
          assertSettled(seed, plan(UP, desired, engine));
        });
  }
}

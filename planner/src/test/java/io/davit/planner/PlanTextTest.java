package io.davit.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.planner.Operation.Orphans;
import io.davit.planner.Operation.Recreate;
import io.davit.planner.Operation.RemovedImages;
import io.davit.planner.Operation.UpOptions;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.observed.ObservedContainer.State;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The plans of everyday situations, as text: `plans/CASE/plan.txt` is what is planned for
/// `compose.yaml` where `before.yaml`, if there is one, was brought up before.
class PlanTextTest {
  private static final Path CASES = Path.of("src/test/resources/plans");
  private static final Operation UP = new Operation.Up(List.of(), UpOptions.DEFAULT, true);
  private static final UpOptions WITHOUT_ORPHANS =
      new UpOptions(
          Recreate.DIVERGED, false, false, false, Orphans.REMOVE, false, Optional.empty(), false);

  enum Case {
    FIRST_UP,
    CREATE,
    NO_IMAGE,
    CHANGED_ENVIRONMENT,
    CHANGED_SECRET,
    CHANGED_DEPENDENCY,
    CHANGED_NETWORK,
    INTERRUPTED_RECREATION,
    REMOVED_SERVICE,
    SCALED_DOWN,
    DOWN,
    DOWN_VOLUMES,
    STOP,
    RESTART_DEPENDENCY,
    RUN,
    RECONCILE_AFTER_BOOT;

    Path directory() {
      return CASES.resolve(name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isPlannedAsWritten(Case example) throws IOException {
    DesiredState desired =
        Declared.state(Files.readString(example.directory().resolve("compose.yaml")));
    SimulatedEngine engine = new SimulatedEngine().job("migrate");
    prepare(example, desired, engine);
    ObservedState observed = engine.observe(desired);
    if (example == Case.NO_IMAGE) {
      observed = new ObservedState("shop", List.of(), Map.of(), Map.of(), Map.of());
    }
    Plan plan = Planner.plan(operation(example, desired, engine), Optional.of(desired), observed);
    String text =
        plan.text()
            + plan.warnings().stream()
                .map(w -> "warning: " + w + "\n")
                .collect(Collectors.joining());
    Path golden = example.directory().resolve("plan.txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  private static void prepare(Case example, DesiredState desired, SimulatedEngine engine)
      throws IOException {
    Path before = example.directory().resolve("before.yaml");
    boolean fresh =
        switch (example) {
          case FIRST_UP, CREATE, NO_IMAGE, RUN -> true;
          default -> false;
        };
    if (fresh) {
      return;
    }
    DesiredState earlier =
        example == Case.SCALED_DOWN
            ? Declared.state(
                Files.readString(example.directory().resolve("compose.yaml")), Map.of("web", 3))
            : Files.exists(before) ? Declared.state(Files.readString(before)) : desired;
    engine.execute(
        earlier, Planner.plan(UP, Optional.of(earlier), engine.observe(earlier)), new Random(1));
    if (example == Case.INTERRUPTED_RECREATION) {
      // Created anew, and the old one stopped: then the engine was killed.
      Plan plan = Planner.plan(UP, Optional.of(desired), engine.observe(desired));
      Plan cut = new Plan(plan.nodes().subList(0, 2), List.of());
      engine.execute(desired, cut, new Random(1));
    }
    if (example == Case.RECONCILE_AFTER_BOOT) {
      List.of("shop-web-1", "shop-api-1", "shop-db-1")
          .forEach(name -> engine.change(name, new State.Exited(255)));
    }
  }

  private static Operation operation(Case example, DesiredState desired, SimulatedEngine engine) {
    return switch (example) {
      case FIRST_UP,
          NO_IMAGE,
          CHANGED_ENVIRONMENT,
          CHANGED_SECRET,
          CHANGED_DEPENDENCY,
          CHANGED_NETWORK,
          INTERRUPTED_RECREATION,
          SCALED_DOWN ->
          UP;
      case CREATE -> new Operation.Up(List.of(), UpOptions.DEFAULT, false);
      case REMOVED_SERVICE -> new Operation.Up(List.of(), WITHOUT_ORPHANS, true);
      case DOWN ->
          new Operation.Down(List.of(), false, false, RemovedImages.NONE, Optional.empty());
      case DOWN_VOLUMES ->
          new Operation.Down(List.of(), true, false, RemovedImages.ALL, Optional.empty());
      case STOP -> new Operation.Stop(List.of(), Optional.empty());
      case RESTART_DEPENDENCY -> new Operation.Restart(List.of("db"), Optional.empty(), false);
      case RUN ->
          new Operation.Run(
              desired.service("migrate").service(), "0123456789ab", Optional.empty(), false);
      case RECONCILE_AFTER_BOOT -> {
        Set<String> interrupted =
            engine.containers().values().stream()
                .filter(container -> container.state().equals(new State.Exited(255)))
                .map(container -> container.id())
                .collect(Collectors.toCollection(TreeSet::new));
        yield new Operation.Reconcile(Set.of(), interrupted);
      }
    };
  }

  @Test
  void everyDirectoryBelongsToACase() throws IOException {
    Set<Path> owned = Stream.of(Case.values()).map(Case::directory).collect(Collectors.toSet());
    try (Stream<Path> directories = Files.list(CASES)) {
      assertThat(directories).allMatch(owned::contains);
    }
  }
}

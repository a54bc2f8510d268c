package io.davit.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.planner.Operation.Orphans;
import io.davit.planner.Operation.Recreate;
import io.davit.planner.Operation.UpOptions;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.observed.Labels;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedContainer.Health;
import io.davit.planner.observed.ObservedContainer.State;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Containers that carry a project's label and are not in its file.
final class OrphansTest {
  private static final DesiredState DESIRED =
      Declared.state("services: {web: {image: app, profiles: [never]}}\n");

  private static Plan up(Orphans orphans, String service, String directory, boolean oneOff) {
    ObservedContainer container =
        new ObservedContainer(
            "0".repeat(64),
            "shop-" + service + "-1",
            Map.of(
                Labels.PROJECT,
                "shop",
                Labels.SERVICE,
                service,
                Labels.ONE_OFF,
                oneOff ? "True" : "False",
                Labels.WORKING_DIRECTORY,
                directory),
            new State.Exited(0),
            Health.NONE,
            Set.of(),
            Map.of(),
            Optional.empty());
    UpOptions options =
        new UpOptions(
            Recreate.DIVERGED, false, false, false, orphans, false, Optional.empty(), false);
    return Planner.plan(
        new Operation.Up(List.of(), options, true),
        Optional.of(DESIRED),
        new ObservedState("shop", List.of(container), Map.of(), Map.of(), Map.of()));
  }

  /// It was taken for a service that has no containers: nothing happened, and nothing was said.
  @Test
  void downRefusesAServiceThatThereIsNot() {
    ObservedState nothing = new ObservedState("shop", List.of(), Map.of(), Map.of(), Map.of());
    Operation down =
        new Operation.Down(
            List.of("wbe"), false, false, Operation.RemovedImages.NONE, Optional.empty());
    assertThatThrownBy(() -> Planner.plan(down, Optional.of(DESIRED), nothing))
        .hasMessage("no such service: wbe");
  }

  @Test
  void anOrphanIsToldOrRemovedOrIgnored() {
    assertThat(up(Orphans.WARN, "old", "/shop", false).warnings())
        .containsExactly(
            "found orphan containers (shop-old-1) for this project: if you removed or renamed this service in your compose file, up --remove-orphans cleans them up");
    assertThat(up(Orphans.REMOVE, "old", "/shop", false).text())
        .isEqualTo("#1  remove container shop-old-1  because it is an orphan\n");
    Plan ignored = up(Orphans.IGNORE, "old", "/shop", false);
    assertThat(ignored.text()).isEmpty();
    assertThat(ignored.warnings()).isEmpty();
  }

  @Test
  void aServiceThatAProfileDisablesIsNoOrphan() {
    assertThat(up(Orphans.REMOVE, "web", "/shop", false).text()).isEmpty();
  }

  @Test
  void anEndedOneOffIsAnOrphan() {
    assertThat(up(Orphans.REMOVE, "web", "/shop", true).text())
        .isEqualTo("#1  remove container shop-web-1  because it is an orphan\n");
  }

  @Test
  void whatAnotherDirectoryMadeIsLeftAlone() {
    Plan plan = up(Orphans.REMOVE, "old", "/elsewhere/shop", false);
    assertThat(plan.text()).isEmpty();
    assertThat(plan.warnings())
        .containsExactly(
            "project shop has containers that were made from /elsewhere/shop, and this is /shop: with --project-name, each has a project of its own");
  }
}

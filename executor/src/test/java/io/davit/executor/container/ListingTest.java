package io.davit.executor.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.executor.fake.FakeEngine;
import io.davit.problem.InvalidInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `GET /containers/json` shows, and its filters.
final class ListingTest {
  @TempDir Path directory;
  private EngineContainers containers;

  @BeforeEach
  void threeContainers() {
    containers = new FakeEngine(directory).start();
    containers.create("web-1", Bodies.of("{\"Image\":\"app\",\"Labels\":{\"tier\":\"front\"}}"));
    containers.create("web-2", Bodies.of("{\"Image\":\"app\",\"Labels\":{\"tier\":\"back\"}}"));
    containers.create("db", Bodies.app());
    containers.start("web-1");
  }

  private List<String> found(String key, String... values) {
    return containers.list(true, Map.of(key, List.of(values))).stream()
        .map(container -> container.names().getFirst())
        .sorted()
        .toList();
  }

  @Test
  void onlyRunningOnesUnlessAllAreAskedFor() {
    assertThat(containers.list(false, Map.of())).hasSize(1);
    assertThat(containers.list(true, Map.of())).hasSize(3);
    assertThat(containers.list(false, Map.of("status", List.of("created")))).hasSize(2);
  }

  @Test
  void commandsShowWhereAnArgumentBeginsAndEnds() {
    assertThat(Summary.command(List.of("sh", "-c", "sleep 1; echo \"a b\"")))
        .isEqualTo("sh -c 'sleep 1; echo \"a b\"'");
  }

  @Test
  void filtersNarrow() {
    assertThat(found("name", "web")).containsExactly("/web-1", "/web-2");
    assertThat(found("name", "^/db$", "web-1")).containsExactly("/db", "/web-1");
    assertThat(found("label", "tier")).containsExactly("/web-1", "/web-2");
    assertThat(found("label", "tier=back")).containsExactly("/web-2");
    assertThat(found("label", "tier", "tier=back")).containsExactly("/web-2");
    assertThat(found("status", "running")).containsExactly("/web-1");
    assertThat(found("ancestor", "app")).hasSize(3);
    assertThat(found("network", "bridge")).hasSize(3);
    assertThat(found("since", "web-2")).containsExactly("/db");
    assertThat(found("health", "none")).hasSize(3);
    assertThatThrownBy(() -> found("colour", "red"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("invalid filter 'colour'");
  }

  @Test
  void durationsAreDockersWords() {
    assertThat(HumanDuration.of(Duration.ofMillis(300))).isEqualTo("Less than a second");
    assertThat(HumanDuration.of(Duration.ofSeconds(59))).isEqualTo("59 seconds");
    assertThat(HumanDuration.of(Duration.ofSeconds(90))).isEqualTo("About a minute");
    assertThat(HumanDuration.of(Duration.ofMinutes(59))).isEqualTo("59 minutes");
    assertThat(HumanDuration.of(Duration.ofMinutes(80))).isEqualTo("About an hour");
    assertThat(HumanDuration.of(Duration.ofHours(47))).isEqualTo("47 hours");
    assertThat(HumanDuration.of(Duration.ofDays(13))).isEqualTo("13 days");
    assertThat(HumanDuration.of(Duration.ofDays(800))).isEqualTo("2 years");
  }

  @Test
  void signalsHaveNamesAndNumbers() {
    assertThat(Signals.number("SIGTERM")).isEqualTo(15);
    assertThat(Signals.number("hup")).isEqualTo(1);
    assertThat(Signals.number("9")).isEqualTo(9);
    assertThat(Signals.number("SIGRTMIN+3")).isEqualTo(37);
    assertThatThrownBy(() -> Signals.number("SIGNOPE")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> Signals.number("0")).isInstanceOf(InvalidInput.class);
  }
}

package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `--compatibility`: containers are named as Docker Compose 1 named them, wherever a name counts.
@Tag("kernel")
final class CompatibilityScenario {
  private static final String FILE =
      """
      name: old
      services:
        web:
          image: davit/host
          init: true
          command: [sleep, "1000"]
        beside:
          image: davit/host
          init: true
          network_mode: "service:web"
          command: [sleep, "1000"]
      """;

  private final Engine engine = new Engine();
  private final String file;

  CompatibilityScenario() throws IOException {
    this.file = engine.project(FILE);
  }

  private Engine.Outcome davit(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("-f", file, "--compatibility"));
    all.addAll(List.of(words));
    return engine.mustDavit(all.toArray(String[]::new));
  }

  private List<String> names() throws IOException {
    return davit("ps", "-a", "--format", "{{.Name}}").out().lines().toList();
  }

  @Test
  void namesAreJoinedByUnderscoresThroughTheLifeOfAProject() throws IOException {
    try (engine) {
      davit("up", "-d");
      assertThat(names()).containsExactly("old_beside_1", "old_web_1");
      assertThat(davit("up", "-d", "--dry-run").out()).isEmpty();
      davit("scale", "web=2");
      assertThat(names()).containsExactly("old_beside_1", "old_web_1", "old_web_2");
      assertThat(davit("exec", "-T", "web", "getent", "hosts", "old_web_2").out())
          .contains("old_web_2");
      assertThat(davit("run", "--rm", "-T", "web", "getent", "hosts", "old_web_1").out())
          .contains("old_web_1");
      String once = davit("run", "-d", "web", "sleep", "1000").out().strip();
      assertThat(engine.mustDavit("container", "inspect", once).out())
          .containsPattern("\"/old_web_run_[0-9a-f]+\"");
      // The engine keeps what was declared, and how.
      engine.kill();
      davit("up", "-d", "--scale", "web=3");
      assertThat(names()).contains("old_web_3");
      assertThat(davit("logs", "--tail", "1").err()).isEmpty();
      davit("down", "-t", "1");
      assertThat(engine.mustDavit("container", "ls", "-a", "-q").out()).isEmpty();
    }
  }
}

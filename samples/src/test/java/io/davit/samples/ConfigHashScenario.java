package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tools compare the two to find out whether a container is what its file says.
@Tag("kernel")
final class ConfigHashScenario {
  @Test
  void configPrintsTheHashThatIsInTheLabelOfTheContainer() throws IOException {
    Machine before = Machine.observe();
    try (Engine engine = new Engine()) {
      String file =
          engine.project(
              """
              name: hash
              services:
                web:
                  image: davit/host
                  command: [sleep, "1000"]
                  environment: {LEVEL: "${LEVEL:-info}"}
                  depends_on: [db]
                  secrets: [token]
                  deploy: {replicas: 2, resources: {limits: {memory: 64m}}}
                db:
                  image: davit/host
                  command: sleep 1000
                  stop_grace_period: 1s
                  volumes: [data:/data]
                  healthcheck: {test: "true", interval: 1m30s}
                  networks: {back: {aliases: [store]}}
              networks: {back: }
              volumes: {data: }
              secrets: {token: {environment: LEVEL}}
              """);
      engine.with("LEVEL", "debug");
      engine.mustDavit("-f", file, "create");
      Map<String, String> printed = hashes(engine, file);
      assertThat(printed).containsOnlyKeys("db", "web");
      assertThat(label(engine, "hash-db-1")).isEqualTo(printed.get("db"));
      assertThat(label(engine, "hash-web-1")).isEqualTo(printed.get("web"));
      assertThat(label(engine, "hash-web-2")).isEqualTo(printed.get("web"));

      engine.with("LEVEL", "trace");
      assertThat(hashes(engine, file).get("web")).isNotEqualTo(printed.get("web"));
      engine.mustDavit("-f", file, "create");
      assertThat(label(engine, "hash-web-1")).isEqualTo(hashes(engine, file).get("web"));
      assertThat(label(engine, "hash-db-1")).isEqualTo(printed.get("db"));
      engine.mustDavit("-f", file, "down", "-v");
    }
    assertThat(before.added()).isEmpty();
  }

  private static Map<String, String> hashes(Engine engine, String file) {
    Map<String, String> hashes = new TreeMap<>();
    engine
        .mustDavit("-f", file, "config", "--hash", "*")
        .out()
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(words -> hashes.put(words[0], words[1]));
    return hashes;
  }

  private static String label(Engine engine, String container) {
    return engine
        .mustDavit(
            "container",
            "inspect",
            "--format",
            "{{index .Config.Labels \"com.docker.compose.config-hash\"}}",
            container)
        .out()
        .strip();
  }
}

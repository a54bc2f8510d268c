package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The engine dies by SIGKILL; what it looked after does not.
@Tag("kernel")
final class CrashScenario {
  private static final int LINES = 3000;
  private static final int KILLS = Integer.getInteger("davit.kills", 50);

  @Test
  void noLineIsLostOrDoubledAndTheExitCodeIsKnownWhenTheEngineIsKilledFiveTimes()
      throws IOException {
    Machine before = Machine.observe();
    try (Engine engine = new Engine()) {
      String file =
          engine.project(
              """
              name: counting
              services:
                counter:
                  image: davit/host
                  command:
                    - bash
                    - -c
                    - for ((i = 1; i <= %d; i++)); do echo line $$i; sleep 0.01; done; exit 7
              """
                  .formatted(LINES));
      engine.mustDavit("-f", file, "up", "-d");
      for (int kill = 1; kill <= 5; kill++) {
        int reached = kill * LINES / 8;
        await().atMost(Duration.ofMinutes(3)).until(() -> counted(engine, file).size() >= reached);
        engine.kill();
        assertThat(engine.mustDavit("-f", file, "ps", "--format", "{{.Name}} {{.State}}").out())
            .isEqualTo("counting-counter-1 running\n");
      }
      assertThat(engine.davit("-f", file, "wait", "counter").exitCode()).isEqualTo(7);
      assertThat(counted(engine, file))
          .isEqualTo(IntStream.rangeClosed(1, LINES).mapToObj(i -> "line " + i).toList());
      assertThat(
              engine
                  .mustDavit("-f", file, "ps", "-a", "--format", "{{.State}} {{.ExitCode}}")
                  .out())
          .isEqualTo("exited 7\n");
      engine.mustDavit("-f", file, "down");
    }
    assertThat(before.added()).isEmpty();
  }

  @Test
  void upAndDownAreRightAgainWhereverTheEngineWasKilled() throws Exception {
    long seed = Long.getLong("davit.seed", System.nanoTime());
    System.out.println("CrashScenario seed " + seed);
    Random random = new Random(seed);
    Machine before = Machine.observe();
    try (Engine engine = new Engine()) {
      String file =
          engine.project(
              """
              name: crashing
              services:
                first:
                  image: davit/host
                  command: [sleep, "1000"]
                  init: true
                  volumes: [data:/data]
                second:
                  image: davit/host
                  command: [sleep, "1000"]
                  init: true
                  ports: ["127.0.0.1::80"]
                  depends_on: [first]
                third:
                  image: davit/host
                  command: [sleep, "1000"]
                  init: true
                  networks: [default, other]
              networks:
                other:
              volumes:
                data:
              """);
      engine.mustDavit("-f", file, "up", "-d");
      for (int round = 0; round < KILLS; round++) {
        String[] operation =
            random.nextBoolean()
                ? new String[] {"-f", file, "up", "-d", "--force-recreate", "-t", "1"}
                : new String[] {"-f", file, "down", "-t", "1"};
        Process client = engine.start(operation);
        client.waitFor(random.nextInt(400), java.util.concurrent.TimeUnit.MILLISECONDS);
        engine.kill();
        client.destroyForcibly().waitFor();
        if (round % 10 == 9) {
          engine.mustDavit("-f", file, "up", "-d");
          assertThat(
                  engine.mustDavit("-f", file, "ps", "--format", "{{.Service}} {{.State}}").out())
              .as("seed %d, round %d", seed, round)
              .isEqualTo("first running\nsecond running\nthird running\n");
          assertThat(engine.davit("-f", file, "plan").exitCode())
              .as("seed %d, round %d: the plan after up", seed, round)
              .isZero();
        }
      }
      engine.mustDavit("-f", file, "up", "-d");
      engine.mustDavit("-f", file, "down", "-v", "-t", "1");
      assertThat(engine.mustDavit("container", "ls", "-a", "-q").out()).isEmpty();
    }
    assertThat(before.added()).as("seed %d", seed).isEmpty();
  }

  private static List<String> counted(Engine engine, String file) {
    return engine
        .mustDavit("-f", file, "logs", "--no-log-prefix", "counter")
        .out()
        .lines()
        .toList();
  }
}

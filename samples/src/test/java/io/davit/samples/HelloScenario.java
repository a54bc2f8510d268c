package io.davit.samples;

import static io.davit.samples.Engine.SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
final class HelloScenario {
  private static final String FILE = SAMPLES.resolve("hello/compose.yaml").toString();

  @Test
  void oneServiceFindsTheOtherByItsNameAndNothingIsLeftAfterDown() throws IOException {
    Machine before = Machine.observe();
    try (Engine engine = new Engine()) {
      engine.mustDavit("-f", FILE, "up", "-d", "--wait");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(engine.mustDavit("-f", FILE, "logs", "visitor").out())
                      .containsPattern(
                          "visitor-1 +\\| hello \\p{XDigit}{12}, you are guest number 1"));
      assertThat(engine.mustDavit("-f", FILE, "ps", "--format", "{{.Service}} {{.State}}").out())
          .isEqualTo("greeter running\nvisitor running\n");
      engine.mustDavit("-f", FILE, "down", "-t", "2");
      assertThat(engine.mustDavit("-f", FILE, "ps", "-a", "-q").out()).isEmpty();
    }
    assertThat(before.added()).isEmpty();
  }

  @Test
  void theSecondUpHasNothingToDo() throws IOException {
    try (Engine engine = new Engine()) {
      engine.mustDavit("-f", FILE, "up", "-d", "--wait");
      assertThat(engine.davit("-f", FILE, "plan").exitCode()).isZero();
      engine.mustDavit("-f", FILE, "down", "-t", "2");
      assertThat(engine.davit("-f", FILE, "plan").exitCode()).isEqualTo(2);
    }
  }
}

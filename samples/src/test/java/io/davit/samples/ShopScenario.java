package io.davit.samples;

import static io.davit.samples.Engine.SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Real nginx, redis and PostgreSQL, asked by curl through the published port.
@Tag("kernel")
final class ShopScenario {
  private static final Pattern SERVED_BY = Pattern.compile("\"served_by\": \"([0-9.]+)\"");
  private static final String FILE = SAMPLES.resolve("shop/compose.yaml").toString();

  @Test
  void dataSurvivesDownAndUpAndGoesWithItsVolumeAndReplicasTakeTurns() throws IOException {
    Machine before = Machine.observe();
    int port = freePort();
    try (Engine engine = new Engine()) {
      engine.with("SHOP_PORT", Integer.toString(port));
      engine.with("DAVIT", System.getProperty("davit.launcher", "davit"));
      makeImage(engine);
      String url = "http://127.0.0.1:" + port + "/";

      engine.mustDavit("-f", FILE, "up", "-d", "--wait");
      assertThat(curl(engine, "-d", "umbrella", url)).contains("\"article\": \"umbrella\"");
      assertThat(curl(engine, url)).contains("umbrella", "\"visits\": 1");

      engine.mustDavit("-f", FILE, "down");
      engine.mustDavit("-f", FILE, "up", "-d", "--wait");
      assertThat(curl(engine, url)).contains("umbrella", "\"visits\": 1");

      engine.mustDavit("-f", FILE, "up", "-d", "--wait", "--scale", "api=3");
      Set<String> servers = new TreeSet<>();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                var matcher = SERVED_BY.matcher(curl(engine, url));
                assertThat(matcher.find()).isTrue();
                servers.add(matcher.group(1));
                assertThat(servers).hasSize(3);
              });

      engine.mustDavit("-f", FILE, "down", "-v");
      engine.mustDavit("-f", FILE, "up", "-d", "--wait");
      assertThat(curl(engine, url)).doesNotContain("umbrella");
      engine.mustDavit("-f", FILE, "down", "-v");
    }
    assertThat(before.added()).isEmpty();
  }

  private static void makeImage(Engine engine) {
    Engine.Outcome made = engine.run(List.of(SAMPLES.resolve("shop/make-image").toString()));
    assertThat(made.exitCode()).as(made.err()).isZero();
  }

  private static String curl(Engine engine, String... arguments) {
    var command = new java.util.ArrayList<>(List.of("curl", "-sS", "--max-time", "30"));
    command.addAll(List.of(arguments));
    Engine.Outcome answer = engine.run(command);
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    return answer.out();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

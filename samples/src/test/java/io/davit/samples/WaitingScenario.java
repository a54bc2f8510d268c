package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What `up` waits for, and what ends the waiting.
@Tag("kernel")
final class WaitingScenario {
  /// It hung for ever: the database neither became healthy nor stayed down.
  @Test
  void aServiceThatCannotStartEndsTheWaitForOneThatIsRestartedAgainAndAgain() throws IOException {
    try (Engine engine = new Engine();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String file =
          engine.project(
              """
              name: waiting
              services:
                db:
                  image: davit/host
                  command: ["false"]
                  restart: always
                  healthcheck: {test: [CMD, "false"], interval: 1h}
                web:
                  image: davit/host
                  command: [sleep, "1000"]
                  depends_on:
                    db: {condition: service_healthy}
                redis:
                  image: davit/host
                  command: [sleep, "1000"]
                  ports: ["127.0.0.1:%d:80"]
                  depends_on: [db]
              """
                  .formatted(taken.getLocalPort()));
      Engine.Outcome up = engine.davit("-f", file, "--progress", "plain", "up", "-d");
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.err())
          .contains("waiting-db-1  Skipped  no longer waited for, since something else failed")
          .contains("error: port %d is taken by java".formatted(taken.getLocalPort()));
      assertThat(
              engine.mustDavit("-f", file, "ps", "-a", "--format", "{{.Service}} {{.State}}").out())
          .contains("web created")
          .contains("redis created")
          .containsPattern("db (restarting|running)");
      // The next engine waits for the database by itself, and lets a command go first.
      engine.kill();
      engine.mustDavit("-f", file, "down", "-t", "1");
    }
  }
}

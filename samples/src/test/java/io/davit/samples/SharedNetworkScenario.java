package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A service in the network of another one, as behind a VPN.
@Tag("kernel")
final class SharedNetworkScenario {
  private static final String FILE =
      """
      name: shared
      services:
        app:
          image: davit/host
          init: true
          network_mode: "service:gate"
          command: [sleep, "1000"]
        gate:
          image: davit/host
          init: true
          restart: always
          hostname: gate
          command:
            - perl
            - -e
            - |
              use IO::Socket;
              my $$server = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 70, Listen => 9, ReuseAddr => 1) or die;
              while (my $$client = $$server->accept) { print $$client "%s\\n"; close $$client; }
      """;

  @Test
  void aServiceLivesInTheNetworkOfAnotherThroughRestartsAndRecreations() throws IOException {
    try (Engine engine = new Engine()) {
      String file = engine.project(FILE.formatted("first"));
      engine.mustDavit("-f", file, "up", "-d");
      assertThat(engine.mustDavit("-f", file, "up", "-d", "--dry-run").err())
          .doesNotContain("start");
      hears(engine, file, "first");
      assertThat(
              engine
                  .mustDavit("-f", file, "exec", "-T", "app", "readlink", "/proc/self/ns/net")
                  .out())
          .isEqualTo(
              engine
                  .mustDavit("-f", file, "exec", "-T", "gate", "readlink", "/proc/self/ns/net")
                  .out());
      // Its process ends, perhaps before pkill does, and its policy starts the next one: in the
      // same
      // network.
      engine.davit("-f", file, "exec", "-T", "gate", "pkill", "perl");
      hears(engine, file, "first");
      // Asked for by a user, it begins anew, and whoever shares its network does so, too.
      engine.mustDavit("-f", file, "restart", "-t", "1", "gate");
      hears(engine, file, "first");
      engine.project(FILE.formatted("second"));
      engine.mustDavit("-f", file, "up", "-d", "-t", "1");
      hears(engine, file, "second");
      // An engine that finds both running starts the one again in the network of the other.
      engine.kill();
      engine.mustDavit("-f", file, "restart", "-t", "1", "app");
      hears(engine, file, "second");
      engine.mustDavit("-f", file, "stop", "-t", "1");
      Engine.Outcome alone = engine.davit("container", "ls", "-q");
      assertThat(alone.out()).isEmpty();
      engine.mustDavit("-f", file, "down", "-t", "1");
    }
  }

  /// Tried again while the server is on its way.
  private static void hears(Engine engine, String file, String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        engine
                            .davit(
                                "-f",
                                file,
                                "exec",
                                "-T",
                                "app",
                                "bash",
                                "-c",
                                "exec 3<>/dev/tcp/127.0.0.1/70; cat <&3")
                            .out())
                    .isEqualTo(text + "\n"));
  }
}

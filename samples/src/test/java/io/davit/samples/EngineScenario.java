package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The engine's own beginning and end, as commands meet them.
@Tag("kernel")
final class EngineScenario {
  /// Who lost the race was told that another engine works with the root, since that one did not
  /// answer yet.
  @Test
  void commandsThatStartTheEngineAtTheSameMomentShareOne() throws IOException {
    try (Engine engine = new Engine();
        ExecutorService commands = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Engine.Outcome>> lists =
          IntStream.range(0, 4)
              .mapToObj(
                  _ ->
                      CompletableFuture.supplyAsync(
                          () -> engine.davit("container", "ls", "-q"), commands))
              .toList();
      for (var list : lists) {
        assertThat(list.join().exitCode()).as(list.join().err()).isZero();
      }
    }
  }

  /// It once answered no more, and lived on until the last container had stopped.
  @Test
  void stopWaitsForTheEndOfTheProcessAndNotForWhatItWasDoing() throws Exception {
    try (Engine engine = new Engine()) {
      String file =
          engine.project(
              """
              name: stubborn
              services:
                stubborn:
                  image: davit/host
                  init: true
                  stop_grace_period: 1h
                  command: [bash, -c, 'trap "echo asked" TERM; while true; do sleep 1; done']
              """);
      engine.mustDavit("-f", file, "up", "-d");
      Process down = engine.start("-f", file, "down");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> engine.mustDavit("-f", file, "logs").out().contains("asked"));
      engine.mustDavit("system", "stop");
      assertThat(engine.pid()).isEmpty();
      assertThat(down.waitFor()).as("exit code of the down that was cut off").isEqualTo(1);
      engine.mustDavit("-f", file, "kill");
      engine.mustDavit("-f", file, "down");
    }
  }

  @Test
  void aCommandWhileTheEngineEndsStartsTheNext() throws IOException {
    try (Engine engine = new Engine()) {
      engine.mustDavit("container", "ls");
      long first = engine.pid().orElseThrow();
      ProcessHandle.of(first).ifPresent(ProcessHandle::destroy);
      engine.mustDavit("container", "ls");
      engine.mustDavit("system", "stop");
      assertThat(engine.pid()).isEmpty();
    }
  }
}

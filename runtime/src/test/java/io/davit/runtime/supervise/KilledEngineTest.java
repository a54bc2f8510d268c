package io.davit.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.Recovered;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.log.LogLine;
import io.davit.runtime.log.LogQuery;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The engine is killed with SIGKILL while a container prints.
@Tag("kernel")
@Timeout(1800)
final class KilledEngineTest {
  private static final int LINES = 60_000;
  private static final String SCRIPT =
      """
      i=0
      while [ $i -lt %d ]; do
        echo line $i
        if [ $((i %% 7)) = 0 ]; then echo err $i >&2; fi
        if [ $((i %% 1000)) = 0 ]; then sleep 0.05; fi
        i=$((i+1))
      done
      echo -n the end
      exit 9
      """
          .formatted(LINES);

  @TempDir private Path directory;

  @Test
  void noLineIsLostAndNoneIsDoubledAndTheExitCodeIsKnown() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String parent = "davit-test-" + ProcessHandle.current().pid();
    for (int kill = 0; kill < 6; kill++) {
      Process engine = engine(parent);
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(engine.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(out.readLine()).isEqualTo("ready");
        boolean ended = engine.waitFor(random.nextInt(250), TimeUnit.MILLISECONDS);
        assertThat(ended).as("the engine runs until it is killed").isFalse();
      } finally {
        engine.destroyForcibly().waitFor();
      }
    }
    Box box = new Box(directory, parent);
    Recovered recovered = box.runtime().recover(Box.id(1));
    ExitStatus status = ((Recovered.Running) recovered).process().exit().join();
    assertThat(status.code()).isEqualTo(9);
    List<LogLine> lines = box.runtime().logs(Box.id(1), box.logs(1)).lines(LogQuery.ALL);
    List<String> expected =
        new ArrayList<>(IntStream.range(0, LINES).mapToObj(i -> "line " + i).toList());
    expected.add("the end");
    assertThat(texts(lines, Stream.OUT)).as("seed %d", seed).isEqualTo(expected);
    assertThat(texts(lines, Stream.ERR))
        .as("seed %d", seed)
        .isEqualTo(
            IntStream.range(0, LINES).filter(i -> i % 7 == 0).mapToObj(i -> "err " + i).toList());
    assertThat(lines).extracting(LogLine::timeNanos).isSorted();
    box.close();
  }

  private Process engine(String parent) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KilledEngine.class.getName(),
            directory.toString(),
            parent,
            SCRIPT)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<String> texts(List<LogLine> lines, Stream stream) {
    return lines.stream().filter(line -> line.stream() == stream).map(LogLine::text).toList();
  }
}

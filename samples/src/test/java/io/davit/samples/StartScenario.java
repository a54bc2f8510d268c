package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What makes a start fast: nothing of Davit's is read from a jar or linked anew, all of it comes
/// from the cache that the rehearsal made.
@Tag("kernel")
final class StartScenario {
  @TempDir Path logs;

  @Test
  void everyClassOfTheCommandLineIsServedFromTheCache() throws IOException {
    try (Engine engine = new Engine()) {
      String file =
          engine.project(
              """
              name: start
              services:
                web:
                  image: davit/host
                  command: ["sleep", "100"]
                  init: true
              """);
      engine.mustDavit("-f", file, "up", "-d");
      engine.with("_JAVA_OPTIONS", "-Xlog:class+load:file=" + logs + "/%p::filecount=0");
      engine.mustDavit("version");
      for (String line :
          List.of("config", "up -d", "ps", "ls", "logs --tail 3", "exec -T web true", "down")) {
        String[] words = ("-f " + file + " " + line).split(" ", -1);
        engine.mustDavit(words);
      }
    }
    try (Stream<Path> files = Files.list(logs)) {
      List<Path> starts = files.toList();
      assertThat(starts).hasSizeGreaterThanOrEqualTo(8);
      for (Path start : starts) {
        assertThat(Files.readAllLines(start))
            .filteredOn(line -> line.contains(" source: ") && !line.endsWith("shared objects file"))
            .filteredOn(StartScenario::isOurs)
            .isEmpty();
      }
    }
  }

  /// The rest is the JDK's own: some of its classes are never in a cache.
  private static boolean isOurs(String line) {
    return Stream.of(" io.davit.", " picocli.", " com.google.gson.", " org.yaml.")
        .anyMatch(line::contains);
  }
}

package io.davit.executor.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordTrailTest {
  @TempDir Path directory;

  record Step(int number, String text) {}

  private RecordTrail<Step> trail;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectory(directory.resolve("a"));
    trail = new RecordTrail<>(directory, "steps", Step.class);
    file = directory.resolve("a/steps");
  }

  @Test
  void theLastRecordCounts() {
    assertThat(trail.load("a")).isEmpty();
    trail.save("a", new Step(1, "one\nline"));
    trail.save("a", new Step(2, "two"));
    assertThat(trail.load("a")).contains(new Step(2, "two"));
  }

  @Test
  void whatWasCutShortIsPassedOverAndSpoilsNothingAfterIt() throws IOException {
    trail.save("a", new Step(1, "whole"));
    Files.writeString(file, "\n{\"number\":2,\"te", StandardOpenOption.APPEND);
    assertThat(trail.load("a")).contains(new Step(1, "whole"));
    trail.save("a", new Step(3, "next"));
    assertThat(trail.load("a")).contains(new Step(3, "next"));
  }

  @Test
  void zeroesThatAPowerCutLeavesArePassedOver() throws IOException {
    trail.save("a", new Step(1, "whole"));
    Files.write(file, new byte[50], StandardOpenOption.APPEND);
    assertThat(trail.load("a")).contains(new Step(1, "whole"));
  }

  @Test
  void aTrailDoesNotGrowForEver() throws IOException {
    for (int i = 0; i < 2000; i++) {
      trail.save("a", new Step(i, "x".repeat(100)));
    }
    assertThat(Files.size(file)).isLessThan(20_000);
    assertThat(trail.load("a").map(Step::number)).contains(1999);
  }
}

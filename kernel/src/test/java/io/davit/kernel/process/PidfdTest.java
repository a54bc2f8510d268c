package io.davit.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
final class PidfdTest {
  @TempDir private Path directory;

  @Test
  void aSignalReachesTheProcessAndLaterNobody() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "1000").start();
    try (Pidfd pidfd = Pidfd.open((int) sleeper.pid()).orElseThrow()) {
      assertThat(pidfd.signal(0)).isTrue();
      assertThat(pidfd.signal(15)).isTrue();
      assertThat(sleeper.waitFor()).isEqualTo(143);
      assertThat(pidfd.signal(15)).isFalse();
    }
    assertThat(Pidfd.open((int) sleeper.pid())).isEmpty();
  }

  @Test
  void aDescriptorOfAnotherProcessIsCopied() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "1000").start();
    try (Pidfd pidfd = Pidfd.open((int) sleeper.pid()).orElseThrow()) {
      assertThat(pidfd.descriptor(0)).isPresent().get().satisfies(fd -> fd.close());
      assertThat(pidfd.descriptor(777)).isEmpty();
    } finally {
      sleeper.destroyForcibly().waitFor();
    }
  }

  @Test
  void theNumberOfAProcessIsReadFromItsDescriptorAndIsNoneOnceItWasReaped() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "1000").start();
    try (Pidfd pidfd = Pidfd.open((int) sleeper.pid()).orElseThrow();
        Pidfd copy = Pidfd.of(pidfd.duplicate().fd())) {
      assertThat(copy.pid()).isEqualTo((int) sleeper.pid());
      sleeper.destroyForcibly().waitFor();
      try (Pidfd late = Pidfd.of(pidfd.duplicate().fd())) {
        assertThat(late.pid()).isEqualTo(-1);
      }
    }
  }

  @Test
  void theHolderOfALockIsFoundWhileItLives() throws Exception {
    Path lock = directory.resolve("lock");
    assertThat(LockHolder.of(lock)).isEmpty();
    Files.writeString(lock, "");
    assertThat(LockHolder.of(lock)).isEmpty();
  }

  @Test
  void aStatusIsReadWhateverTheNameIs() {
    Instant boot = Instant.parse("2026-01-01T00:00:00Z");
    String line =
        "42 (a) b (c)) S 7 42 42 0 -1 4194560 100 0 0 0 12 30 0 0 20 0 1 0 250 1000 10 18446";
    assertThat(ProcessStatus.parse(line, boot))
        .isEqualTo(new ProcessStatus(42, "a) b (c)", 7, boot.plusMillis(2500), 420));
  }

  @Test
  void theOwnStatusIsRight() {
    ProcessStatus own = ProcessStatus.of((int) ProcessHandle.current().pid()).orElseThrow();
    assertThat(own.name()).isEqualTo("java");
    assertThat(own.parentPid())
        .isEqualTo((int) ProcessHandle.current().parent().orElseThrow().pid());
    assertThat(own.started())
        .isBetween(
            Instant.now().minus(Duration.ofHours(5)), Instant.now().plus(Duration.ofSeconds(2)));
    assertThat(ProcessStatus.of(Integer.MAX_VALUE)).isEmpty();
  }
}

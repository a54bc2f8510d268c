package io.davit.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.problem.KernelRefused;
import io.davit.runtime.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// On the version that the machine has: the same tests for both.
@Tag("kernel")
final class CgroupsTest {
  private static final List<DeviceRule> NULL_ONLY = List.of(DeviceRule.parse("c 1:3 rwm"));
  private static final Resources LIMITED =
      new Resources(64 << 20, 64 << 20, 0, 500_000_000, 0, 0, 0, "0", "", 7);

  private final String parent = "davit-test-" + ProcessHandle.current().pid();
  private final Cgroups cgroups = Cgroups.detect(parent);

  @AfterEach
  void nothingIsLeft() throws IOException {
    cgroups.present().forEach(id -> cgroups.find(id).remove());
    cgroups.removeParent();
    try (Stream<Path> all = Files.walk(Path.of("/sys/fs/cgroup"))) {
      assertThat(all.filter(path -> path.endsWith(parent))).isEmpty();
    }
  }

  @Test
  void aGroupIsListedUntilItIsRemoved() {
    Cgroup group = cgroups.create("a1", Resources.UNLIMITED, NULL_ONLY);
    assertThat(cgroups.present()).containsExactly("a1");
    group.remove();
    group.remove();
    assertThat(cgroups.present()).isEmpty();
  }

  /// The second of two that began at once did not wait until the first had made the group of all:
  /// "cannot make the cgroup".
  @Test
  void theFirstGroupsOfAnEngineMayBeMadeSideBySide() throws Exception {
    for (int round = 0; round < 50; round++) {
      Cgroups fresh = Cgroups.detect(parent);
      AtomicInteger ready = new AtomicInteger();
      List<Future<Cgroup>> made = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        for (String id : List.of("one", "two")) {
          made.add(
              threads.submit(
                  () -> {
                    ready.incrementAndGet();
                    while (ready.get() < 2) {
                      Thread.onSpinWait();
                    }
                    return fresh.create(id, Resources.UNLIMITED, NULL_ONLY);
                  }));
        }
      }
      for (Future<Cgroup> group : made) {
        group.get().remove();
      }
      fresh.removeParent();
    }
  }

  @Test
  void limitsAreWhatTheKernelSaysTheyAre() {
    Cgroup group = cgroups.create("a2", LIMITED, NULL_ONLY);
    assertThat(group.usage().memoryLimitBytes()).isEqualTo(64 << 20);
    group.apply(new Resources(128 << 20, 128 << 20, 0, 0, 0, 0, 0, "", "", 0));
    assertThat(group.usage().memoryLimitBytes()).isEqualTo(128 << 20);
    group.apply(LIMITED);
    assertThat(group.usage().memoryLimitBytes()).isEqualTo(64 << 20);
    assertThat(group.oomKills()).isZero();
  }

  @Test
  void aGroupHoldsItsProcessesAndFreezesThem() throws IOException {
    Cgroup group = cgroups.create("a3", Resources.UNLIMITED, NULL_ONLY);
    Process sleeper = new ProcessBuilder("sleep", "1000").start();
    try {
      Path procs =
          group.joinFiles().stream()
              .findFirst()
              .orElseGet(() -> Path.of("/sys/fs/cgroup", parent, "a3", "cgroup.procs"));
      for (Path file : group.joinFiles().isEmpty() ? List.of(procs) : group.joinFiles()) {
        ControlFile.write(file, Long.toString(sleeper.pid()), "join");
      }
      assertThat(group.processes()).containsExactly((int) sleeper.pid());
      group.freeze();
      group.freeze();
      group.thaw();
    } finally {
      sleeper.destroyForcibly().onExit().join();
    }
    group.remove();
  }

  @Test
  void whatTheMachineHasNotIsRefusedAndLeavesNothing() {
    Resources impossible = new Resources(0, 0, 0, 0, 0, 0, 0, "4095", "", 0);
    assertThatThrownBy(() -> cgroups.create("a4", impossible, NULL_ONLY))
        .isInstanceOf(KernelRefused.class)
        .hasMessageStartingWith("cannot set cpuset.cpus to \"4095\": ");
    assertThat(cgroups.present()).isEmpty();
  }
}

package io.davit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.image.Images.Image;
import io.davit.image.tree.Limits;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import io.davit.problem.StorageFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A full disk and a killed process leave the old or the new, never something between.
@Tag("kernel")
final class StorageTest {
  private static final String RESUME_TEXT = "free some, for instance with \"davit image rm\"";

  private TestRoot root;

  @BeforeEach
  void setUp() throws Exception {
    root = new TestRoot();
    root.shell(
        """
        mkdir -p small/etc big
        echo x > small/etc/passwd
        head -c 6M /dev/urandom > big/data
        mkdir -p host/etc host/usr; echo root > host/etc/passwd
        """);
  }

  @AfterEach
  void cleanUp() throws Exception {
    root.close();
  }

  @Test
  void aFullDiskIsCalledThatAndLosesNothing() throws Exception {
    Path store = root.folder("store");
    mountTmpfs(store, "size=4m");
    try (ImageStore images = open(store)) {
      Image small = images.importDirectory(path("small"), Optional.of("small"), List.of());
      List<String> before = TestRoot.tree(store);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> images.importDirectory(path("big"), Optional.of("big"), List.of()))
            .isInstanceOf(StorageFailed.class)
            .hasMessageStartingWith("no space left on the device of \"" + store + "\"")
            .satisfies(
                failure ->
                    assertThat(((StorageFailed) failure).fix().orElse("")).startsWith(RESUME_TEXT));
        assertThat(TestRoot.tree(store)).isEqualTo(before);
      }
      root.shell("tar -C big -cf big.tar .");
      assertThatThrownBy(
              () -> {
                try (var in = Files.newInputStream(path("big.tar"))) {
                  images.load(in);
                }
              })
          .isInstanceOf(StorageFailed.class);
      assertThat(TestRoot.tree(store)).isEqualTo(before);
      assertThat(images.find("small")).hasValue(small);
    } finally {
      unmount(store);
    }
  }

  @Test
  void evenWhenNotOneMoreFileFitsTheIndexStays() throws Exception {
    Path store = root.folder("store");
    mountTmpfs(store, "nr_inodes=24");
    try (ImageStore images = open(store)) {
      images.importDirectory(path("small"), Optional.of("small"), List.of());
      String index = Files.readString(store.resolve("images.json"));
      root.shell("cd store; for i in $(seq 30); do : > fill$i || break; done 2>/dev/null || true");
      assertThatThrownBy(
              () -> images.importDirectory(path("small"), Optional.of("again"), List.of("USER 1")))
          .isInstanceOf(StorageFailed.class)
          .hasMessageContaining("no space left");
      assertThatThrownBy(() -> images.tag("small", "other")).isInstanceOf(StorageFailed.class);
      assertThat(store.resolve("images.json")).hasContent(index);
      assertThat(images.find("other")).isEmpty();
    } finally {
      unmount(store);
    }
  }

  /// Killed in its work, however long the machine takes to get there.
  @Test
  void aKilledProcessLeavesTheOldOrTheNew() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    root.shell("for i in $(seq 30); do mkdir -p small/d$i; echo $i > small/d$i/f; done");
    int known = 0;
    for (int round = 0; round < 6; round++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Victim.class.getName(),
                  path("store").toString(),
                  path("small").toString(),
                  Integer.toString(round))
              .redirectErrorStream(true)
              .start();
      try (BufferedReader output = process.inputReader()) {
        for (int images = 1 + random.nextInt(12); images > 0; images--) {
          assertThat(output.readLine()).isEqualTo("made");
        }
        LockSupport.parkNanos(random.nextInt(20_000_000));
        process.destroyForcibly().waitFor();
      }
      known += check("seed " + seed + " round " + round);
    }
    assertThat(known).as("some work was done, seed %d", seed).isPositive();
  }

  /// Every image that is listed is whole, and nothing else is there.
  private int check(String when) throws IOException {
    try (ImageStore images = open(path("store"))) {
      assertThat(path("store/tmp")).as(when).isEmptyDirectory();
      List<Image> all =
          images.list().stream()
              .filter(image -> !image.tags().contains("davit/host:latest"))
              .toList();
      for (Image image : all) {
        Path tree = images.layers(image).getFirst().directories().getFirst();
        assertThat(tree.resolve("d30/f")).as(when).hasContent("30\n");
        assertThat(image.config().user()).as(when).isNotEmpty();
      }
      for (Image image : all) {
        images.remove(image.id(), Set.of(), true);
      }
      assertThat(TestRoot.tree(path("store/layers")))
          .as(when)
          .filteredOn(entry -> !entry.contains("/"))
          .hasSizeLessThanOrEqualTo(1);
      return all.size();
    }
  }

  /// Takes images in and removes them until it is killed.
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) {
      Path source = Path.of(arguments[1]);
      try (ImageStore images = ImageStore.open(Path.of(arguments[0]))) {
        for (int i = 0; ; i++) {
          List<String> changes = List.of("USER " + arguments[2] + i);
          images.importDirectory(source, Optional.of("image" + i), changes);
          images.tag("image" + i, "other" + i);
          System.out.println("made");
          if (i % 2 == 1) {
            images.remove("image" + i, Set.of(), false);
            images.remove("other" + i, Set.of(), false);
          }
        }
      }
    }
  }

  @Test
  void aLayerThatWasNotWrittenOutBeforeAPowerFailureIsMadeAgain() throws Exception {
    Path store = path("store");
    Image host;
    Path layer;
    try (ImageStore images = open(store)) {
      host = images.find("davit/host").orElseThrow();
      layer = images.layers(host).getFirst().directories().getFirst();
    }
    Files.writeString(layer.resolve("etc/passwd"), "");
    String hex = host.diffIds().getFirst().substring(7);
    Files.writeString(store.resolve("tmp/unsynced-" + hex + "-of-another-boot"), "");
    try (ImageStore images = open(store)) {
      assertThat(layer).doesNotExist();
      assertThat(images.layers(host)).isNotEmpty();
      assertThat(layer.resolve("etc/passwd")).isNotEmptyFile();
    }
  }

  @Test
  void aDamagedIndexIsSaidToBeOneAndNotOverwritten() throws Exception {
    Path store = root.folder("store");
    Files.writeString(store.resolve("images.json"), "{\"Images\": [");
    assertThatThrownBy(() -> ImageStore.open(store).close())
        .isInstanceOf(StorageFailed.class)
        .hasMessageContaining("images.json\" is damaged");
    assertThat(store.resolve("images.json")).hasContent("{\"Images\": [");
  }

  private ImageStore open(Path store) {
    return ImageStore.open(store, path("host"), Limits.DEFAULT, Clock.systemUTC());
  }

  private Path path(String name) {
    return root.path().resolve(name);
  }

  private static void mountTmpfs(Path target, String options) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      long type = arena.allocateFrom("tmpfs").address();
      Syscall.invoke(
          "tmpfs",
          SystemCall.MOUNT,
          type,
          arena.allocateFrom(target.toString()).address(),
          type,
          0,
          arena.allocateFrom(options).address());
    }
  }

  private static void unmount(Path target) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      int detach = 2;
      Syscall.invoke(
          target.toString(),
          SystemCall.UMOUNT2,
          arena.allocateFrom(target.toString()).address(),
          detach);
    }
  }
}

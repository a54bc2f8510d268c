package io.davit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.image.Images.Image;
import io.davit.problem.StorageFailed;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// overlayfs itself judges the merged view: both must show the same tree.
@Tag("kernel")
final class ImageFilesTest {
  /// Everything of every file, but the size of a directory and the times of what has none.
  private static final String LIST =
      "find . -printf '%p %y %m %U:%G %n %l %Tc\\n' -type f -exec cat {} + | sort";

  /// overlayfs counts links in its own way, and names whiteouts in a directory that only one layer
  /// has, of which find complains.
  private static final String LIST_OF_MERGED =
      "{ " + LIST.replace(" %n ", " ") + "; } 2> /dev/null";

  private TestRoot root;

  @BeforeEach
  void setUp() throws Exception {
    root = new TestRoot();
  }

  @AfterEach
  void cleanUp() throws Exception {
    root.close();
  }

  @Test
  void layersAreMergedAsOverlayfsMergesThem() throws Exception {
    for (int round = 0; round < 12; round++) {
      long seed = System.nanoTime();
      Image image;
      try (ImageStore store = ImageStore.open(root.path().resolve("store" + round))) {
        image = randomLayers(store, new Random(seed), round);
        root.folder("copy" + round);
        new ImageFiles(store).copy(image, "/", root.path().resolve("copy" + round));
        List<String> lower =
            store.layers(image).getFirst().directories().stream().map(Path::toString).toList();
        String merged =
            root.run(
                "unshare",
                "-m",
                "bash",
                "-euc",
                "mkdir merged%d; mount -t overlay -o lowerdir=%s none merged%d; cd merged%d; %s"
                    .formatted(round, String.join(":", lower), round, round, LIST_OF_MERGED));
        assertThat(root.shell("cd copy" + round + "; " + LIST_OF_MERGED))
            .as("seed %d", seed)
            .isEqualTo(merged);
      }
    }
  }

  @Test
  void aVolumeGetsWhatIsBehindTheImagesLinks() throws Exception {
    root.shell(
        """
        mkdir -p tree/data/real/sub tree/var tree/tmp
        ln -s ../data/./real/../real tree/var/lib
        ln -s /var/lib tree/absolute; ln -s ../../../../etc tree/outside; ln -s loop tree/loop
        echo 1 > tree/data/real/sub/file; chown -R 7:8 tree/data/real; chmod 2750 tree/data/real
        mkfifo tree/data/real/fifo; ln tree/data/real/sub/file tree/data/real/hard
        touch -d '2001-01-01 UTC' tree/data/real
        """);
    try (ImageStore store = ImageStore.open(root.path().resolve("store"))) {
      Image image = store.importDirectory(root.path().resolve("tree"), Optional.empty(), List.of());
      ImageFiles files = new ImageFiles(store);
      Path volume = root.folder("volume");
      files.copy(image, "/absolute", volume);
      assertThat(root.shell("cd volume; " + LIST))
          .isEqualTo(root.shell("cd tree/data/real; " + LIST));
      Path empty = root.folder("empty");
      for (String nothing :
          List.of("/outside", "/nowhere", "/absolute/fifo", "/var/lib/sub/file/x")) {
        files.copy(image, nothing, empty);
      }
      assertThat(empty).isEmptyDirectory();
      assertThatThrownBy(() -> files.copy(image, "/loop", empty))
          .isInstanceOf(StorageFailed.class)
          .hasMessageContaining("ELOOP");
      assertThat(files.read(image, "/absolute/sub/file", 10))
          .hasValue("1\n".getBytes(StandardCharsets.UTF_8));
      assertThat(files.read(image, "absolute/sub/../hard", 1)).hasValue(new byte[] {'1'});
      assertThat(files.read(image, "/outside/passwd", 10)).isEmpty();
      assertThat(files.read(image, "/absolute/fifo", 10)).isEmpty();
      assertThat(files.read(image, "/var", 10)).isEmpty();
    }
  }

  @Test
  void theMachinesDirectoriesAreSeenToo() throws Exception {
    try (ImageStore store = ImageStore.open(root.path().resolve("store"))) {
      Image host = store.find("davit/host").orElseThrow();
      ImageFiles files = new ImageFiles(store);
      byte[] shell = Files.readAllBytes(Path.of("/bin/sh"));
      assertThat(files.read(host, "/bin/sh", Integer.MAX_VALUE)).hasValue(shell);
      assertThat(files.read(host, "/etc/shadow", 10)).isEmpty();
      assertThat(files.read(host, "/usr/../etc/passwd", 4))
          .hasValue("root".getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Stacks of layers over few names, so that they hide, replace and fill each other.
  private Image randomLayers(ImageStore store, Random random, int round) throws Exception {
    StringBuilder script = new StringBuilder("mkdir save%d; cd save%d\n".formatted(round, round));
    int layers = 2 + random.nextInt(4);
    for (int layer = 0; layer < layers; layer++) {
      script.append("mkdir -p t/a; mkdir -p t/b\n");
      for (int i = 0; i < 14; i++) {
        String folder = "t/" + List.of("a", "b", "a/c", "b/d", "a/c/e").get(random.nextInt(5));
        String name = List.of("c", "d", "e", "f", "g").get(random.nextInt(5));
        String path = folder + "/" + name;
        String make =
            switch (random.nextInt(8)) {
              case 0 -> "mkdir " + path;
              case 1 -> "ln -s x%d %s".formatted(i, path);
              case 2 -> "mknod %s c 1 %d".formatted(path, random.nextInt(9) + 1);
              case 3 -> "[ ! -e %s ] && : > %s/.wh.%s".formatted(path, folder, name);
              case 4 -> ": > %s/.wh.%s".formatted(folder, random.nextBoolean() ? ".wh..opq" : name);
              case 5 -> "ln $(find t -type f ! -name '.wh*' | sort | head -1) " + path;
              default -> "echo l%di%d > %s".formatted(layer, i, path);
            };
        script.append(
            "[ -d %s ] && [ ! -e %s ] && { %s; } 2>/dev/null || true\n"
                .formatted(folder, path, make));
      }
      script.append(
          "find t -exec touch -h -d @%d {} +; chmod 7%d5 t/a\n"
              .formatted(1_000_000 + layer, layer));
      script.append("tar -C t -cf %d.tar .; rm -r t\n".formatted(layer));
    }
    script.append(
        """
        ids=; names=
        for l in $(ls *.tar | sort); do
          ids="$ids,\\"sha256:$(sha256sum < $l | cut -d' ' -f1)\\""; names="$names,\\"$l\\""
        done
        printf '{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":[%s]}}' "${ids#,}" > c.json
        printf '[{"Config":"c.json","RepoTags":["random:1"],"Layers":[%s]}]' "${names#,}" > manifest.json
        tar -cf ../input$(basename $PWD) .
        """);
    root.shell(script.toString());
    try (InputStream in = Files.newInputStream(root.path().resolve("inputsave" + round))) {
      store.load(in);
    }
    return store.find("random:1").orElseThrow();
  }
}

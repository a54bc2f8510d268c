package io.davit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.image.Images.Image;
import io.davit.problem.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
final class ImportTest {
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
  void aDirectoryBecomesAnImageThatCanBeFoundTaggedAndRemoved() throws Exception {
    Path source = Files.createDirectories(root.path().resolve("source/etc"));
    Files.writeString(source.resolve("passwd"), "root:x:0:0::/root:/bin/sh\n");
    try (ImageStore store = ImageStore.open(root.path().resolve("store"))) {
      Image image =
          store.importDirectory(
              root.path().resolve("source"),
              Optional.of("base"),
              List.of("CMD [\"sh\"]", "ENV A=1"));
      assertThat(image.tags()).containsExactly("base:latest");
      assertThat(image.config().command()).containsExactly("sh");
      assertThat(store.find("base")).hasValue(image);
      assertThat(store.find(image.id().substring(7, 19))).hasValue(image);
      Path tree = store.layers(image).getFirst().directories().getFirst();
      assertThat(tree.resolve("etc/passwd")).hasContent("root:x:0:0::/root:/bin/sh\n");

      store.tag("base", "registry:5000/other:1");
      assertThat(store.remove("base", java.util.Set.of(), false).untagged())
          .containsExactly("base:latest");
      Images.Removal last = store.remove("registry:5000/other:1", java.util.Set.of(), false);
      assertThat(last.deleted()).containsExactly(image.id(), image.diffIds().getFirst());
      assertThat(tree).doesNotExist();
      assertThat(store.find(image.id())).isEmpty();
    }
    try (var left = Files.walk(root.path().resolve("store"))) {
      assertThat(left.filter(Files::isRegularFile))
          .containsExactly(root.path().resolve("store/images.json"));
    }
  }

  @Test
  void whatIsMountedInADirectoryIsNotPartOfIt() throws Exception {
    root.shell("mkdir -p source/mnt source/dir; echo inside > source/dir/f; : > source/file");
    Path store = root.path().resolve("source/store");
    String script =
        """
        mount -t tmpfs none source/mnt; echo mounted > source/mnt/x
        mount --bind /etc/passwd source/file
        exec "$@"
        """;
    String output =
        root.run(
            "unshare",
            "-m",
            "bash",
            "-euc",
            script,
            "bash",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Importer.class.getName(),
            store.toString(),
            root.path().resolve("source").toString());
    Path tree = Path.of(output.strip());
    assertThat(TestRoot.tree(tree)).containsExactly("dir", "dir/f", "file", "mnt");
    assertThat(tree.resolve("file")).isEmptyFile();
  }

  @Test
  void aBottomlessDirectoryIsRefused() throws Exception {
    root.shell("mkdir source; cd source; for i in $(seq 600); do mkdir d; cd d; done");
    try (ImageStore store = ImageStore.open(root.path().resolve("store"))) {
      Path source = root.path().resolve("source");
      assertThatThrownBy(() -> store.importDirectory(source, Optional.empty(), List.of()))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("nested deeper than 512");
    }
    assertThat(TestRoot.tree(root.path().resolve("store")))
        .containsExactly("blobs", "blobs/sha256", "layers", "tmp");
  }

  /// Prints where the layer of an imported directory is.
  static final class Importer {
    private Importer() {}

    public static void main(String[] arguments) {
      try (ImageStore store = ImageStore.open(Path.of(arguments[0]))) {
        Image image = store.importDirectory(Path.of(arguments[1]), Optional.empty(), List.of());
        System.out.println(store.layers(image).getFirst().directories().getFirst());
      }
    }
  }

  @Test
  void theMachineItselfIsAnImage() throws Exception {
    try (ImageStore store = ImageStore.open(root.path().resolve("store"))) {
      Image host = store.find("davit/host").orElseThrow();
      assertThat(store.list()).contains(host);
      assertThat(store.layers(host)).extracting(Images.Layers::target).contains(Path.of("/usr"));
      assertThat(store.find("davit/host")).hasValue(host);
    }
  }
}

package io.davit.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.image.Images.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
final class ImportTest {
  @TempDir Path root;

  @Test
  void aDirectoryBecomesAnImageThatCanBeFoundTaggedAndRemoved() throws Exception {
    Path source = Files.createDirectories(root.resolve("source/etc"));
    Files.writeString(source.resolve("passwd"), "root:x:0:0::/root:/bin/sh\n");
    try (ImageStore store = ImageStore.open(root.resolve("store"))) {
      Image image =
          store.importDirectory(
              root.resolve("source"), Optional.of("base"), List.of("CMD [\"sh\"]", "ENV A=1"));
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
    try (var left = Files.walk(root.resolve("store"))) {
      assertThat(left.filter(Files::isRegularFile))
          .containsExactly(root.resolve("store/images.json"));
    }
  }

  @Test
  void theMachineItselfIsAnImage() throws Exception {
    try (ImageStore store = ImageStore.open(root.resolve("store"))) {
      Image host = store.find("davit/host").orElseThrow();
      assertThat(store.list()).contains(host);
      assertThat(store.layers(host)).extracting(Images.Layers::target).contains(Path.of("/usr"));
      assertThat(store.find("davit/host")).hasValue(host);
    }
  }
}

package io.davit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.image.Images.Image;
import io.davit.image.Images.Removal;
import io.davit.problem.Conflict;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Names and removal as `docker image rm` has them.
@Tag("kernel")
final class RemovalTest {
  private static final Set<String> UNUSED = Set.of();

  private TestRoot root;
  private ImageStore store;
  private Image image;

  @BeforeEach
  void setUp() throws Exception {
    root = new TestRoot();
    Files.writeString(root.folder("source").resolve("file"), "x");
    store = ImageStore.open(root.path().resolve("store"));
    image = imported(Optional.of("app:1"), "USER 1");
  }

  @AfterEach
  void cleanUp() throws Exception {
    store.close();
    root.close();
  }

  @Test
  void withItsLastNameAnImageGoes() {
    store.tag("app:1", "app:2");
    assertThat(store.remove("app:1", UNUSED, false))
        .isEqualTo(new Removal(List.of("app:1"), List.of()));
    assertThat(store.remove("app:2", UNUSED, false))
        .isEqualTo(new Removal(List.of("app:2"), List.of(image.id(), image.diffIds().getFirst())));
    assertThatThrownBy(() -> store.remove("app:2", UNUSED, false))
        .isInstanceOf(NotFound.class)
        .hasMessage("No such image: app:2");
  }

  @Test
  void byItsIdAnImageGoesWithAllNamesOfOneRepository() {
    store.tag("app:1", "app:2");
    String shortId = image.id().substring(7, 19);
    assertThat(store.remove(shortId, UNUSED, false).untagged()).containsExactly("app:1", "app:2");
    assertThat(store.find("app:1")).isEmpty();
  }

  @Test
  void ofSeveralRepositoriesItMustBeForced() {
    store.tag("app:1", "other:1");
    assertThatThrownBy(() -> store.remove(image.id(), UNUSED, false))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("image is referenced in multiple repositories");
    assertThat(store.remove(image.id(), UNUSED, true).deleted()).contains(image.id());
  }

  @Test
  void anImageInUseStays() {
    Set<String> inUse = Set.of(image.id());
    store.tag("app:1", "app:2");
    assertThat(store.remove("app:2", inUse, false).untagged()).containsExactly("app:2");
    assertThatThrownBy(() -> store.remove("app:1", inUse, false)).isInstanceOf(Conflict.class);
    assertThat(store.find("app:1")).isPresent();
    assertThat(store.remove("app:1", inUse, true))
        .isEqualTo(new Removal(List.of("app:1"), List.of()));
    Image nameless = store.find(image.id()).orElseThrow();
    assertThat(nameless.tags()).isEmpty();
    assertThat(store.layers(nameless).getFirst().directories().getFirst()).exists();
    assertThat(store.remove(image.id(), UNUSED, false).deleted()).contains(image.id());
  }

  @Test
  void aSharedLayerStaysWithTheLastImage() throws Exception {
    Image second = imported(Optional.of("second"), "USER 2");
    assertThat(second.diffIds()).isEqualTo(image.diffIds());
    assertThat(second.id()).isNotEqualTo(image.id());
    assertThat(store.remove("app:1", UNUSED, false).deleted()).containsExactly(image.id());
    assertThat(store.layers(second).getFirst().directories().getFirst().resolve("file")).exists();
    assertThat(store.remove("second", UNUSED, false).deleted())
        .containsExactly(second.id(), second.diffIds().getFirst());
  }

  @Test
  void aNameGoesToWhoGotItLast() throws Exception {
    Image second = imported(Optional.of("app:1"), "USER 2");
    assertThat(store.find("app:1")).hasValue(second);
    assertThat(store.find(image.id()).orElseThrow().tags()).isEmpty();
  }

  @Test
  void equalTreesMakeEqualImages() throws Exception {
    root.shell("cp -a source copy");
    Image copy =
        store.importDirectory(root.path().resolve("copy"), Optional.of("copy"), List.of("USER 1"));
    assertThat(copy.id()).isEqualTo(image.id());
    assertThat(copy.tags()).containsExactly("app:1", "copy:latest");
  }

  @Test
  void aPrefixOfSeveralIdsIsAmbiguous() throws Exception {
    String common = "";
    for (int i = 2; common.isEmpty(); i++) {
      imported(Optional.empty(), "USER " + i);
      common = commonFirstDigit(store.list());
    }
    String prefix = common;
    assertThatThrownBy(() -> store.find(prefix))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("ambiguous");
  }

  @Test
  void whatIsNoNameIsRefused() {
    assertThatThrownBy(() -> store.find("App")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> store.tag("app:1", "x@sha256:" + "0".repeat(64)))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> store.tag("nothing", "x")).isInstanceOf(NotFound.class);
  }

  private static String commonFirstDigit(List<Image> images) {
    for (char digit : "0123456789abcdef".toCharArray()) {
      if (images.stream().filter(each -> each.id().charAt(7) == digit).count() > 1) {
        return String.valueOf(digit);
      }
    }
    return "";
  }

  private Image imported(Optional<String> name, String change) {
    Path source = root.path().resolve("source");
    return store.importDirectory(source, name, List.of(change));
  }
}

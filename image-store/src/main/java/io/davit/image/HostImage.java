package io.davit.image;

import io.davit.image.Images.Config;
import io.davit.image.Images.Layers;
import io.davit.image.tree.Limits;
import io.davit.kernel.ErrnoException;
import io.davit.problem.Conflict;
import io.davit.problem.Resource;
import io.davit.registry.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `davit/host`: the machine's own programs as an image, without a download and without the
/// machine's secrets (docs/host-image.md says what it leaves out).
///
/// It is made when it is first asked for, and made anew when what it shows of /etc has changed:
/// that is looked for at most every few seconds. An earlier one that containers still use stays,
/// without a name.
final class HostImage {
  static final String NAME = "davit/host";

  private static final ImageReference REFERENCE = ImageReference.parse(NAME);
  private static final Duration TRUSTED_FOR = Duration.ofSeconds(5);
  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Path root;
  private final Shelf shelf;
  private final Clock clock;
  private final HostTree tree;
  private Instant checked = Instant.MIN;

  HostImage(Path root, Shelf shelf, Clock clock) {
    this.root = root;
    this.shelf = shelf;
    this.clock = clock;
    this.tree = new HostTree(root);
  }

  /// Where the image is kept.
  interface Shelf {
    /// Whether the image is there, as it was made of the machine with this fingerprint.
    boolean has(ImageReference name, String fingerprint);

    void put(ImageReference name, String fingerprint, LayerStore.Filler filler, Config config);
  }

  /// Whether the text is a name of the built-in image.
  static boolean isNamedBy(String text) {
    return text.contains(NAME)
        && ImageReference.tryParse(text)
            .map(reference -> reference.repository().equals(REFERENCE.repository()))
            .orElse(false);
  }

  /// Whether it is the current built-in image.
  static boolean isNamed(ImageRow row) {
    return row.builtIn() && row.tags().contains(REFERENCE.toString());
  }

  /// @throws Conflict when somebody wants to give its name to another image
  static void refuse(ImageReference name) {
    if (name.repository().equals(REFERENCE.repository())) {
      throw new Conflict(
          "\"" + NAME + "\" is built in and cannot be given to another image",
          new Resource("image", name.familiar()),
          "choose another name");
    }
  }

  /// Makes the image if it is not there, or is out of date.
  synchronized void refresh() {
    Instant now = clock.instant();
    if (checked.isAfter(now.minus(TRUSTED_FOR)) && !checked.isAfter(now)) {
      return;
    }
    try {
      String fingerprint = tree.fingerprint();
      if (!shelf.has(REFERENCE, fingerprint)) {
        LayerUnpacking copying = new LayerUnpacking(Limits.DEFAULT);
        shelf.put(REFERENCE, fingerprint, layer -> copying.fromTree(tree::read, layer), config());
      }
      checked = now;
    } catch (ErrnoException e) {
      throw StorageErrors.of("reading the machine's /etc", root, e);
    } catch (IOException e) {
      throw StorageErrors.of(e);
    }
  }

  /// What is stacked upon the image's own layer: the machine's directories themselves.
  List<Layers> directories() {
    List<Layers> stacks = new ArrayList<>();
    for (String name : tree.shownDirectories()) {
      stacks.add(new Layers(Path.of("/" + name), List.of(root.resolve(name))));
    }
    return stacks;
  }

  private static Config config() {
    return new Config(
        List.of("/bin/sh"),
        List.of(),
        List.of(PATH),
        "",
        "",
        Map.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        Optional.empty());
  }
}

package io.davit.image;

import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.registry.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds images by what users write: a full id, a name, a name with a digest, a prefix of an id, in
/// this order.
final class ImageNames {
  private static final Pattern ID = Pattern.compile("(sha256:)?[a-f0-9]{64}");
  private static final Pattern PREFIX = Pattern.compile("(sha256:)?[a-f0-9]{1,64}");

  private final ImageIndex index;

  ImageNames(ImageIndex index) {
    this.index = index;
  }

  /// @throws InvalidInput for what can be neither an id nor a name, and for a prefix of several ids
  Optional<ImageRow> find(String text) {
    if (ID.matcher(text).matches()) {
      return index.byId(withAlgorithm(text));
    }
    boolean canBePrefix = PREFIX.matcher(text).matches();
    if (!canBePrefix || ImageReference.tryParse(text).isPresent()) {
      ImageReference reference = ImageReference.parse(text);
      Optional<ImageRow> named = byName(reference);
      if (named.isPresent()) {
        return named;
      }
    }
    return canBePrefix ? byPrefix(text) : Optional.empty();
  }

  /// Whether the text names an image by (a prefix of) its id.
  static boolean isIdOf(ImageRow row, String text) {
    return PREFIX.matcher(text).matches()
        && row.id().startsWith(withAlgorithm(text))
        && !row.tags().contains(ImageReference.tryParse(text).map(Object::toString).orElse(""));
  }

  private Optional<ImageRow> byName(ImageReference reference) {
    Optional<String> digest = reference.digest();
    if (digest.isEmpty()) {
      return index.byTag(reference.toString());
    }
    return index
        .byDigest(reference.repository() + "@" + digest.get())
        .or(
            () ->
                index
                    .byId(digest.get())
                    .filter(
                        row ->
                            row.tags().stream()
                                .anyMatch(tag -> tag.startsWith(reference.repository() + ":"))));
  }

  private Optional<ImageRow> byPrefix(String text) {
    String prefix = withAlgorithm(text);
    List<ImageRow> matching =
        index.rows().stream().filter(row -> row.id().startsWith(prefix)).toList();
    if (matching.size() > 1) {
      throw new InvalidInput(
          "the id \"%s\" is ambiguous: %d images begin with it".formatted(text, matching.size()),
          new Resource("image", text),
          "give more digits of it, or the image's name");
    }
    return matching.stream().findFirst();
  }

  /// A name to be given: it has no digest; `latest` when it has no tag.
  static ImageReference newTag(String text) {
    ImageReference reference = ImageReference.parse(text);
    if (reference.digest().isPresent()) {
      throw new InvalidInput(
          "\"" + text + "\" has a digest, which cannot be given as a name",
          new Resource("image", text),
          "leave out what follows the @");
    }
    return reference;
  }

  static NotFound noSuchImage(String text) {
    String shown = ImageReference.tryParse(text).map(ImageReference::familiar).orElse(text);
    return new NotFound(
        "No such image: " + shown,
        new Resource("image", shown),
        "see \"davit image ls\"; take one in with \"davit image load\" or \"davit image import\"");
  }

  private static String withAlgorithm(String text) {
    return text.startsWith("sha256:") ? text : "sha256:" + text;
  }
}

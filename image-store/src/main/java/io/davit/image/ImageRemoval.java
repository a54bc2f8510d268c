package io.davit.image;

import io.davit.image.Images.Removal;
import io.davit.kernel.ErrnoException;
import io.davit.problem.Conflict;
import io.davit.problem.Resource;
import io.davit.registry.Digests;
import io.davit.registry.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes names and images away, with the rules of `docker image rm`: a name goes; with the last one
/// goes the image; by its id an image goes with all its names, when they are of one repository or
/// when it is forced.
final class ImageRemoval {
  private final StoreFolders folders;
  private final ImageIndex index;
  private final Documents documents;
  private final ImageNames names;
  private final Sweep sweep;

  ImageRemoval(
      StoreFolders folders, ImageIndex index, Documents documents, ImageNames names, Sweep sweep) {
    this.folders = folders;
    this.index = index;
    this.documents = documents;
    this.names = names;
    this.sweep = sweep;
  }

  synchronized Removal remove(String reference, Set<String> inUse, boolean force) {
    ImageRow row = names.find(reference).orElseThrow(() -> ImageNames.noSuchImage(reference));
    boolean byId = ImageNames.isIdOf(row, reference);
    if (HostImage.isNamed(row) && (byId || HostImage.isNamedBy(reference))) {
      throw new Conflict(
          "\"" + HostImage.NAME + "\" is built in and cannot be removed",
          new Resource("image", reference),
          "nothing needs to be done: it takes next to no space");
    }
    ImageRow left = byId ? withoutNames(row, reference, force) : withoutName(row, reference);
    boolean nameless = left.tags().isEmpty();
    boolean used = inUse.contains(row.id());
    if (nameless && used && !force) {
      throw new Conflict(
          "conflict: unable to remove repository reference \"%s\": a container uses the image %s"
              .formatted(reference, shortId(row)),
          new Resource("image", reference),
          "remove the container first, or use --force to take only the name away");
    }
    List<String> untagged = untagged(row, nameless ? left.withDigests(List.of()) : left);
    if (!nameless || used) {
      replace(row, nameless ? left.withDigests(List.of()) : left);
      return new Removal(untagged, List.of());
    }
    return new Removal(untagged, delete(row));
  }

  private ImageRow withoutNames(ImageRow row, String reference, boolean force) {
    long repositories =
        row.tags().stream().map(tag -> ImageReference.parse(tag).repository()).distinct().count();
    if (repositories > 1 && !force) {
      throw new Conflict(
          "conflict: unable to delete %s (must be forced) - image is referenced in multiple"
                  .formatted(shortId(row))
              + " repositories",
          new Resource("image", reference),
          "remove its names one by one, or use --force");
    }
    return row.withTags(List.of()).withDigests(List.of());
  }

  /// The digests of a repository go with its last tag.
  private static ImageRow withoutName(ImageRow row, String text) {
    ImageReference reference = ImageReference.parse(text);
    String repository = reference.repository();
    List<String> tags = new ArrayList<>(row.tags());
    List<String> digests = new ArrayList<>(row.digests());
    if (reference.digest().isPresent()) {
      digests.remove(repository + "@" + reference.digest().get());
      reference.tag().ifPresent(_ -> tags.remove(reference.tagged().toString()));
    } else {
      tags.remove(reference.toString());
      if (tags.stream().noneMatch(tag -> tag.startsWith(repository + ":"))) {
        digests.removeIf(digest -> digest.startsWith(repository + "@"));
      }
    }
    return row.withTags(tags).withDigests(digests);
  }

  private List<String> delete(ImageRow row) {
    try (StoreFolders.Work work = folders.begin()) {
      List<String> digests = new ArrayList<>();
      digests.addAll(documents.get(row.id()).diffIds());
      row.manifest().ifPresent(digests::add);
      digests.add(row.id());
      index.change(rows -> rows.stream().filter(other -> !other.id().equals(row.id())).toList());
      List<String> deleted = new ArrayList<>();
      deleted.add(row.id());
      deleted.addAll(sweep.remove(digests, work));
      return deleted;
    } catch (ErrnoException e) {
      throw StorageErrors.of("removing an image", folders.root(), e);
    }
  }

  private void replace(ImageRow row, ImageRow by) {
    index.change(
        rows -> rows.stream().map(other -> other.id().equals(row.id()) ? by : other).toList());
  }

  private static List<String> untagged(ImageRow before, ImageRow after) {
    List<String> gone = new ArrayList<>();
    for (String tag : before.tags()) {
      if (!after.tags().contains(tag)) {
        gone.add(ImageReference.familiar(tag));
      }
    }
    for (String digest : before.digests()) {
      if (!after.digests().contains(digest)) {
        gone.add(ImageReference.familiar(digest));
      }
    }
    return gone;
  }

  private static String shortId(ImageRow row) {
    return Optional.of(Digests.hex(row.id())).map(hex -> hex.substring(0, 12)).orElseThrow();
  }
}

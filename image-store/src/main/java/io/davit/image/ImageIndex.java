package io.davit.image;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.DurableFile;
import io.davit.kernel.fs.OpenHow;
import io.davit.problem.Failure;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Which images there are, and their names: `images.json`, replaced at once. An image exists from
/// the moment that it is in this file, and no longer than that.
///
/// Readers see a snapshot; changes follow one another.
final class ImageIndex {
  private static final String FILE = "images.json";
  private static final int VERSION = 1;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final StoreFolders folders;
  private volatile List<ImageRow> rows;

  ImageIndex(StoreFolders folders) {
    this.folders = folders;
    this.rows = read();
  }

  List<ImageRow> rows() {
    return rows;
  }

  Optional<ImageRow> byId(String id) {
    return rows.stream().filter(row -> row.id().equals(id)).findFirst();
  }

  Optional<ImageRow> byTag(String tag) {
    return rows.stream().filter(row -> row.tags().contains(tag)).findFirst();
  }

  Optional<ImageRow> byDigest(String digest) {
    return rows.stream().filter(row -> row.digests().contains(digest)).findFirst();
  }

  /// Adds an image, or names to one that is there; each of its tags is taken from whoever had it.
  void add(ImageRow added) {
    change(
        before -> {
          List<ImageRow> after = new ArrayList<>();
          ImageRow merged = added;
          for (ImageRow row : before) {
            if (row.id().equals(added.id())) {
              merged = merge(row, added);
            } else {
              after.add(without(row, added.tags()));
            }
          }
          after.add(merged);
          return after;
        });
  }

  /// Gives a further name to an image, and takes it from whoever had it.
  ///
  /// @return false when the image is gone
  synchronized boolean addTag(String id, String tag, Instant at) {
    if (byId(id).isEmpty()) {
      return false;
    }
    add(new ImageRow(id, Optional.empty(), at, Optional.empty(), List.of(tag), List.of()));
    return true;
  }

  synchronized void change(UnaryOperator<List<ImageRow>> change) {
    List<ImageRow> after = List.copyOf(change.apply(rows));
    if (after.equals(rows)) {
      return;
    }
    try {
      DurableFile.replace(folders.top(), FILE, toJson(after), 0600);
    } catch (ErrnoException e) {
      throw StorageErrors.of("writing the index of images", folders.root(), e);
    }
    rows = after;
  }

  private static ImageRow merge(ImageRow row, ImageRow added) {
    return new ImageRow(
        row.id(),
        added.manifest().or(row::manifest),
        added.tagged(),
        added.machine().or(row::machine),
        union(row.tags(), added.tags()),
        union(row.digests(), added.digests()));
  }

  private static List<String> union(List<String> first, List<String> second) {
    Set<String> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private static ImageRow without(ImageRow row, List<String> tags) {
    return row.withTags(row.tags().stream().filter(tag -> !tags.contains(tag)).toList());
  }

  private List<ImageRow> read() {
    try (Fd fd = folders.top().open(FILE, OpenHow.plain(OpenHow.O_RDONLY))) {
      return parse(Files.readAllBytes(Path.of(fd.procPath())));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return List.of();
      }
      throw StorageErrors.of("reading the index of images", folders.root(), e);
    } catch (IOException | Failure e) {
      Path file = folders.root().resolve(FILE);
      throw new StorageFailed(
          "the index of images \"" + file + "\" is damaged: " + e.getMessage(),
          Optional.of(new Resource("path", file.toString())),
          Optional.of("restore it, or remove it to begin with no images"),
          e);
    }
  }

  private static List<ImageRow> parse(byte[] bytes) {
    JsonFields document = JsonFields.parse(FILE, bytes);
    List<ImageRow> rows = new ArrayList<>();
    for (JsonFields row : document.children("Images")) {
      rows.add(
          new ImageRow(
              row.text("Id"),
              row.optionalText("Manifest"),
              row.time("Tagged"),
              row.optionalText("Machine"),
              row.texts("Tags"),
              row.texts("Digests")));
    }
    return List.copyOf(rows);
  }

  private static byte[] toJson(List<ImageRow> rows) {
    JsonArray images = new JsonArray();
    for (ImageRow row : rows) {
      JsonObject image = new JsonObject();
      image.addProperty("Id", row.id());
      row.manifest().ifPresent(digest -> image.addProperty("Manifest", digest));
      image.addProperty("Tagged", row.tagged().toString());
      row.machine().ifPresent(fingerprint -> image.addProperty("Machine", fingerprint));
      image.add("Tags", array(row.tags()));
      image.add("Digests", array(row.digests()));
      images.add(image);
    }
    JsonObject document = new JsonObject();
    document.addProperty("SchemaVersion", VERSION);
    document.add("Images", images);
    return GSON.toJson(document).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonArray array(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}

package io.davit.image;

import io.davit.image.Images.Image;
import io.davit.image.Images.Layers;
import io.davit.image.tree.MergedFolder;
import io.davit.image.tree.MergedTree;
import io.davit.image.tree.TreeReader;
import io.davit.image.tree.TreeWriter;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.OpenFile;
import io.davit.kernel.fs.OpenHow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what is in an image, without mounting it: its layers are merged as overlayfs would, and
/// symbolic links stay inside.
public final class ImageFiles {
  private final Images images;

  public ImageFiles(Images images) {
    this.images = images;
  }

  /// Fills an empty directory with what the image has at a path: owners, modes, attributes, times
  /// and hard links as they are there, the directory's own included. Does nothing when the image
  /// has no directory at the path.
  ///
  /// @param path in the image, absolute; links in it are followed
  public void copy(Image image, String path, Path target) {
    try (Directory destination = Directory.open(target);
        TreeReader reader = new TreeReader(TreeReader.Filter.ALL, TreeReader.HardLinks.KEPT);
        TreeWriter writer = new TreeWriter(destination)) {
      Optional<MergedFolder> source = tree(image).folder(path);
      if (source.isPresent()) {
        try (MergedFolder folder = source.get()) {
          reader.read(folder, writer::write);
        }
        writer.finish();
      }
    } catch (ErrnoException e) {
      throw StorageErrors.of("copying \"%s\" out of an image".formatted(path), target, e);
    } catch (IOException e) {
      throw StorageErrors.of(e);
    }
  }

  /// The content of a regular file.
  ///
  /// @param maxBytes what lies beyond is left out
  /// @return empty when the image has no regular file there
  public Optional<byte[]> read(Image image, String path, int maxBytes) {
    Optional<MergedTree.Place> found;
    try {
      found = tree(image).file(path);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (MergedTree.Place place = found.get()) {
        return read(place, maxBytes);
      }
    } catch (ErrnoException e) {
      throw StorageErrors.of("reading \"%s\" of an image".formatted(path), Path.of(path), e);
    }
  }

  private static Optional<byte[]> read(MergedTree.Place place, int maxBytes) throws ErrnoException {
    Optional<MergedFolder.Found> file = place.folder().find(place.name());
    if (file.isEmpty() || file.get().status().kind() != io.davit.kernel.fs.FileKind.REGULAR) {
      return Optional.empty();
    }
    OpenHow how = OpenHow.plain(OpenHow.O_RDONLY | OpenHow.O_NONBLOCK);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (Fd fd = file.get().holder().open(place.name(), how);
        OpenFile io = new OpenFile()) {
      byte[] buffer = new byte[64 * 1024];
      int size = io.read(fd, buffer);
      while (size > 0 && content.size() < maxBytes) {
        content.write(buffer, 0, size);
        size = io.read(fd, buffer);
      }
    }
    byte[] all = content.toByteArray();
    return Optional.of(all.length > maxBytes ? Arrays.copyOf(all, maxBytes) : all);
  }

  private MergedTree tree(Image image) {
    Map<Path, List<Path>> stacks = new LinkedHashMap<>();
    for (Layers layers : images.layers(image)) {
      stacks.put(layers.target(), layers.directories());
    }
    return new MergedTree(stacks);
  }
}

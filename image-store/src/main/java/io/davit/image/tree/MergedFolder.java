package io.davit.image.tree;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.ExtendedAttributes;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.FileStatus;
import io.davit.kernel.fs.KernelString;
import io.davit.kernel.fs.OpenHow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// One directory of a stack of layers, seen as overlayfs shows it (kernel documentation
/// filesystems/overlayfs.rst): whiteouts hide, an opaque directory ends the search, a file hides
/// what is below it. Without a mount, so that nothing has to be cleaned up. A lone directory is a
/// stack of one.
///
/// Used by one thread.
public final class MergedFolder implements AutoCloseable {
  private static final String OPAQUE = "trusted.overlay.opaque";

  private final List<Directory> layers;

  private MergedFolder(List<Directory> layers) {
    this.layers = layers;
  }

  /// @param layers the topmost first; closed with this
  public static MergedFolder of(List<Directory> layers) {
    return new MergedFolder(List.copyOf(layers));
  }

  /// A file, in the layer that shows it.
  ///
  /// @param holder the directory that has it; valid while the folder is open
  public record Found(Directory holder, FileStatus status) {}

  /// Of the topmost directory.
  public FileStatus status() throws ErrnoException {
    return layers.getFirst().status();
  }

  Directory top() {
    return layers.getFirst();
  }

  /// In the order of their bytes; some may be hidden.
  List<String> names() throws ErrnoException {
    if (layers.size() == 1) {
      return layers.getFirst().list();
    }
    TreeSet<String> names =
        new TreeSet<>(
            (a, b) -> Arrays.compareUnsigned(KernelString.encode(a), KernelString.encode(b)));
    for (Directory layer : layers) {
      names.addAll(layer.list());
    }
    return List.copyOf(names);
  }

  /// @return empty when there is none, or it is hidden
  public Optional<Found> find(String name) throws ErrnoException {
    for (Directory layer : layers) {
      Optional<FileStatus> status = status(layer, name);
      if (status.isPresent()) {
        return isWhiteout(status.get())
            ? Optional.empty()
            : Optional.of(new Found(layer, status.get()));
      }
    }
    return Optional.empty();
  }

  /// Opens a directory in it; for one of that name only.
  public MergedFolder open(String name) throws ErrnoException {
    List<Directory> inner = new ArrayList<>();
    try {
      for (int i = 0; i < layers.size(); i++) {
        Directory layer = layers.get(i);
        Optional<FileStatus> status = status(layer, name);
        if (status.isEmpty()) {
          continue;
        }
        if (status.get().kind() != FileKind.DIRECTORY) {
          break;
        }
        inner.add(
            layer.openDirectory(
                name, OpenHow.plain(OpenHow.O_RDONLY).withResolve(OpenHow.RESOLVE_NO_XDEV)));
        boolean more = i + 1 < layers.size();
        if (more && ExtendedAttributes.of(layer, name).get(OPAQUE).isPresent()) {
          break;
        }
      }
      if (inner.isEmpty()) {
        throw new ErrnoException("openat2", Errno.ENOTDIR.number(), name);
      }
      return new MergedFolder(inner);
    } catch (ErrnoException e) {
      inner.forEach(Directory::close);
      throw e;
    }
  }

  @Override
  public void close() {
    layers.forEach(Directory::close);
  }

  private static boolean isWhiteout(FileStatus status) {
    return status.kind() == FileKind.CHARACTER_DEVICE
        && status.represented().equals(DeviceNumber.NONE);
  }

  private static Optional<FileStatus> status(Directory layer, String name) throws ErrnoException {
    try {
      return Optional.of(layer.status(name));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}

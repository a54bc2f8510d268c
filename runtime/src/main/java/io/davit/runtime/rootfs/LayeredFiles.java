package io.davit.runtime.rootfs;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.ExtendedAttributes;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.FileStatus;
import io.davit.kernel.fs.OpenHow;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A root that is not mounted: its layers are stacked here as overlayfs stacks them
/// (filesystems/overlayfs.rst, "whiteouts and opaque directories").
///
/// @param layers the topmost first; one that does not exist is empty
public record LayeredFiles(List<Path> layers) implements RootFiles {
  /// As the kernel's limit, path_resolution(7).
  private static final int LINK_LIMIT = 40;

  public LayeredFiles {
    layers = List.copyOf(layers);
  }

  /// The layers of a container, its writable one on top.
  public static LayeredFiles of(OverlayRoot root) {
    return new LayeredFiles(Stream.concat(Stream.of(root.upper()), root.lower().stream()).toList());
  }

  @Override
  public Optional<byte[]> read(String path) {
    Deque<String> ahead = new ArrayDeque<>(names(path));
    List<String> behind = new ArrayList<>();
    int links = 0;
    try {
      while (!ahead.isEmpty()) {
        String name = ahead.removeFirst();
        if (name.equals("..")) {
          if (!behind.isEmpty()) {
            behind.removeLast();
          }
          continue;
        }
        try (MergedDirectory directory = merged(behind)) {
          Optional<Directory> holder = directory.holder(name);
          if (holder.isEmpty()) {
            return Optional.empty();
          }
          FileKind kind = holder.get().status(name).kind();
          if (kind == FileKind.SYMLINK) {
            String target = holder.get().readlink(name);
            if (++links > LINK_LIMIT) {
              return Optional.empty();
            }
            if (target.startsWith("/")) {
              behind.clear();
            }
            names(target).reversed().forEach(ahead::addFirst);
          } else if (ahead.isEmpty()) {
            return kind == FileKind.REGULAR ? content(holder.get(), name, path) : Optional.empty();
          } else if (kind == FileKind.DIRECTORY) {
            behind.add(name);
          } else {
            return Optional.empty();
          }
        }
      }
      return Optional.empty();
    } catch (ErrnoException e) {
      throw OpenedFile.failed(path, e.getMessage(), e);
    }
  }

  private static Optional<byte[]> content(Directory holder, String name, String path)
      throws ErrnoException {
    try (Fd file = holder.open(name, OpenHow.plain(OpenHow.O_RDONLY | OpenHow.O_NONBLOCK))) {
      return OpenedFile.content(file, path);
    }
  }

  /// The directory that these names lead to; each of them is one in the topmost layer that has it.
  private MergedDirectory merged(List<String> names) throws ErrnoException {
    MergedDirectory current = MergedDirectory.open(layers);
    for (String name : names) {
      try (MergedDirectory above = current) {
        current = above.enter(name);
      }
    }
    return current;
  }

  private static List<String> names(String path) {
    return Stream.of(path.split("/", -1))
        .filter(name -> !name.isEmpty() && !name.equals("."))
        .toList();
  }

  /// The directories of several layers that are seen as one, the topmost first.
  private record MergedDirectory(List<Directory> parts) implements AutoCloseable {
    private static final byte[] OPAQUE = "y".getBytes(StandardCharsets.US_ASCII);

    static MergedDirectory open(List<Path> layers) throws ErrnoException {
      MergedDirectory opened = new MergedDirectory(new ArrayList<>());
      try {
        for (Path layer : layers) {
          if (Files.isDirectory(layer)) {
            opened.parts.add(Directory.open(layer));
          }
        }
        return opened;
      } catch (ErrnoException e) {
        opened.close();
        throw e;
      }
    }

    /// The part whose file of this name is seen.
    Optional<Directory> holder(String name) throws ErrnoException {
      for (Directory part : parts) {
        Optional<FileStatus> status = status(part, name);
        if (status.isPresent()) {
          return isWhiteout(status.get()) ? Optional.empty() : Optional.of(part);
        }
      }
      return Optional.empty();
    }

    MergedDirectory enter(String name) throws ErrnoException {
      MergedDirectory entered = new MergedDirectory(new ArrayList<>());
      try {
        for (Directory part : parts) {
          Optional<FileStatus> status = status(part, name);
          if (status.isEmpty()) {
            continue;
          }
          if (status.get().kind() != FileKind.DIRECTORY) {
            break;
          }
          Directory directory = part.openDirectory(name);
          entered.parts.add(directory);
          if (isOpaque(directory)) {
            break;
          }
        }
        return entered;
      } catch (ErrnoException e) {
        entered.close();
        throw e;
      }
    }

    private static Optional<FileStatus> status(Directory part, String name) throws ErrnoException {
      try {
        return Optional.of(part.status(name));
      } catch (ErrnoException e) {
        if (e.is(Errno.ENOENT)) {
          return Optional.empty();
        }
        throw e;
      }
    }

    private static boolean isWhiteout(FileStatus status) {
      return status.kind() == FileKind.CHARACTER_DEVICE
          && status.represented().equals(DeviceNumber.NONE);
    }

    private static boolean isOpaque(Directory directory) throws ErrnoException {
      return ExtendedAttributes.of(directory)
          .get("trusted.overlay.opaque")
          .filter(value -> java.util.Arrays.equals(value, OPAQUE))
          .isPresent();
    }

    @Override
    public void close() {
      parts.forEach(Directory::close);
    }
  }
}

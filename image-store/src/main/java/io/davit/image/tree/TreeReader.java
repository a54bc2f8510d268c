package io.davit.image.tree;

import io.davit.image.tree.TreeEntry.Metadata;
import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.ExtendedAttributes;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.FileStatus;
import io.davit.kernel.fs.OpenFile;
import io.davit.kernel.fs.OpenHow;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Walks a directory: the root itself first, each directory before what is in it, names in the
/// order of their bytes, so that equal trees are read equally.
///
/// It stays on the file system of the root: a directory on which another one is mounted is empty, a
/// file likewise. Sockets, which no archive can hold, are left out. No symbolic link is followed.
/// Used by one thread.
public final class TreeReader implements AutoCloseable {
  private static final long ONE_FILE_SYSTEM = OpenHow.RESOLVE_NO_XDEV;

  /// Each level holds a descriptor and a frame of the stack.
  private static final int MAX_DEPTH = 512;

  private final Filter filter;
  private final HardLinks hardLinks;
  private final OpenFile io = new OpenFile();
  private final Map<Inode, String> linked = new HashMap<>();

  public TreeReader(Filter filter, HardLinks hardLinks) {
    this.filter = filter;
    this.hardLinks = hardLinks;
  }

  /// What further names of a file become.
  public enum HardLinks {
    KEPT,
    COPIED
  }

  private record Inode(DeviceNumber device, long number) {}

  /// Which files are read.
  @FunctionalInterface
  public interface Filter {
    Filter ALL = (_, _) -> true;

    /// Whether the file, and all that is in it, is wanted.
    boolean accepts(String path, FileStatus status);
  }

  /// Receives the entries in turn.
  @FunctionalInterface
  public interface Sink {
    void accept(TreeEntry entry, Content content) throws IOException, ErrnoException;
  }

  /// @param root stays the caller's
  public void read(MergedFolder root, Sink sink) throws IOException, ErrnoException {
    Metadata metadata = metadata(root.top(), ".", root.status());
    sink.accept(new TreeEntry.Folder("", metadata), Content.NONE);
    readFolder(root, "", sink);
  }

  /// Shows every file to the filter, and reads none.
  public void visit(MergedFolder folder) throws ErrnoException {
    visit(folder, "");
  }

  @Override
  public void close() {
    io.close();
  }

  private void visit(MergedFolder folder, String path) throws ErrnoException {
    for (String name : folder.names()) {
      String child = EntryPath.join(path, name);
      Optional<MergedFolder.Found> found = accepted(folder, name, child);
      if (found.isPresent() && isOpened(found.get().status())) {
        try (MergedFolder inner = open(folder, name, child)) {
          visit(inner, child);
        }
      }
    }
  }

  private void readFolder(MergedFolder folder, String path, Sink sink)
      throws IOException, ErrnoException {
    for (String name : folder.names()) {
      String child = EntryPath.join(path, name);
      Optional<MergedFolder.Found> found = accepted(folder, name, child);
      if (found.isEmpty()) {
        continue;
      }
      Directory holder = found.get().holder();
      FileStatus status = found.get().status();
      if (status.kind() == FileKind.DIRECTORY) {
        sink.accept(new TreeEntry.Folder(child, metadata(holder, name, status)), Content.NONE);
      }
      if (isOpened(status)) {
        try (MergedFolder inner = open(folder, name, child)) {
          readFolder(inner, child, sink);
        }
      } else if (status.kind() != FileKind.DIRECTORY && !isFurtherName(status, child, sink)) {
        readFile(holder, name, child, status, sink);
      }
    }
  }

  private Optional<MergedFolder.Found> accepted(MergedFolder folder, String name, String path)
      throws ErrnoException {
    return folder.find(name).filter(found -> filter.accepts(path, found.status()));
  }

  private static MergedFolder open(MergedFolder folder, String name, String path)
      throws ErrnoException {
    if (path.chars().filter(c -> c == '/').count() >= MAX_DEPTH) {
      throw new InvalidInput(
          "directory \"%s…\" is nested deeper than %d".formatted(path.substring(0, 40), MAX_DEPTH),
          new Resource("path", path.substring(0, 40)),
          "remove it, it cannot be part of an image");
    }
    return folder.open(name);
  }

  private static boolean isOpened(FileStatus status) {
    return status.kind() == FileKind.DIRECTORY && !status.mountRoot();
  }

  private boolean isFurtherName(FileStatus status, String path, Sink sink)
      throws IOException, ErrnoException {
    if (hardLinks == HardLinks.COPIED || status.links() < 2 || status.kind() == FileKind.SOCKET) {
      return false;
    }
    String first = linked.putIfAbsent(new Inode(status.device(), status.inode()), path);
    if (first == null) {
      return false;
    }
    sink.accept(new TreeEntry.HardLink(path, first), Content.NONE);
    return true;
  }

  private void readFile(Directory folder, String name, String path, FileStatus status, Sink sink)
      throws IOException, ErrnoException {
    Metadata metadata = metadata(folder, name, status);
    switch (status.kind()) {
      case REGULAR -> readContent(folder, name, path, status, sink);
      case SYMLINK ->
          sink.accept(new TreeEntry.Symlink(path, metadata, folder.readlink(name)), Content.NONE);
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO ->
          sink.accept(
              new TreeEntry.Special(path, metadata, status.kind(), status.represented()),
              Content.NONE);
      case SOCKET -> {}
      case DIRECTORY -> throw new IllegalStateException(path);
    }
  }

  private void readContent(Directory folder, String name, String path, FileStatus status, Sink sink)
      throws IOException, ErrnoException {
    Metadata metadata = metadata(folder, name, status);
    if (status.mountRoot()) {
      sink.accept(new TreeEntry.Regular(path, metadata, 0), Content.NONE);
      return;
    }
    OpenHow how = OpenHow.plain(OpenHow.O_RDONLY | OpenHow.O_NONBLOCK).withResolve(ONE_FILE_SYSTEM);
    try (Fd fd = folder.open(name, how)) {
      TreeEntry.Regular file = new TreeEntry.Regular(path, metadata, status.sizeBytes());
      sink.accept(file, exactly(file, buffer -> io.read(fd, buffer)));
    } catch (ErrnoException e) {
      if (!e.is(Errno.EXDEV)) {
        throw e;
      }
      sink.accept(new TreeEntry.Regular(path, metadata, 0), Content.NONE);
    }
  }

  /// As many bytes as were announced: a file that is being written to must not spoil the archive.
  private static Content exactly(TreeEntry.Regular file, Content content) {
    long[] left = {file.sizeBytes()};
    return buffer -> {
      int size = (int) Math.min(content.read(buffer), left[0]);
      if (size == 0 && left[0] > 0) {
        throw new InvalidInput(
            "file \"" + file.path() + "\" became shorter while it was read",
            new Resource("path", file.path()),
            "try again when nothing writes to it");
      }
      left[0] -= size;
      return size;
    };
  }

  private static Metadata metadata(Directory folder, String name, FileStatus status)
      throws ErrnoException {
    Map<String, byte[]> attributes = ExtendedAttributes.of(folder, name).all();
    attributes.keySet().removeIf(attribute -> !Attributes.belongs(attribute));
    return new Metadata(
        status.permissions(), status.uid(), status.gid(), status.modified(), attributes);
  }
}

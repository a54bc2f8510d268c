package io.davit.image.tree;

import io.davit.image.tree.TreeEntry.Metadata;
import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.ExtendedAttributes;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.OpenFile;
import io.davit.kernel.fs.OpenHow;
import io.davit.kernel.fs.Timestamp;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes entries real below one directory, and nowhere else: every path is resolved by openat2(2)
/// from that directory, beneath it, through no symbolic link and no mount point.
///
/// The order per file is what keeps its bits: content, owner (which clears set-user-id and file
/// capabilities), mode, attributes, time. Directories get their times in [#finish], when nothing is
/// put into them any more. A parent that no entry names is made, 0755 and root's. Used by one
/// thread.
///
/// Failures: [io.davit.problem.InvalidInput] for an entry that leads outside or contradicts an
/// earlier one; ErrnoException from the kernel, ENOSPC among them.
public final class TreeWriter implements AutoCloseable {
  private static final int MADE_PARENT = 0755;

  private final Directory root;
  private final OpenFile io = new OpenFile();
  private final FileFill fill = new FileFill(io);
  private final Map<String, Timestamp> folderTimes = new LinkedHashMap<>();
  private Parent parent;

  /// @param root stays the caller's
  public TreeWriter(Directory root) {
    this.root = root;
    this.parent = new Parent("", root);
  }

  private record Parent(String path, Directory directory) {}

  /// @param content read to its end when the entry is a regular file
  public void write(TreeEntry entry, Content content) throws IOException, ErrnoException {
    if (entry.path().isEmpty()) {
      writeRoot(entry);
      return;
    }
    Directory directory = parentOf(entry.path());
    String name = EntryPath.name(entry.path());
    try {
      make(entry, directory, name, content);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      if (!replaceable(entry, directory, name)) {
        throw EntryPath.refused(entry.path(), "is in the archive twice, once as a directory");
      }
      if (!(entry instanceof TreeEntry.Folder)) {
        directory.unlink(name);
        make(entry, directory, name, content);
      }
    }
    switch (entry) {
      case TreeEntry.Folder folder -> {
        apply(folder.metadata(), directory, name, FileKind.DIRECTORY);
        folderTimes.put(folder.path(), folder.metadata().modified());
      }
      case TreeEntry.Symlink link -> apply(link.metadata(), directory, name, FileKind.SYMLINK);
      case TreeEntry.Special special -> apply(special.metadata(), directory, name, special.kind());
      case TreeEntry.Regular _, TreeEntry.HardLink _ -> {}
    }
  }

  /// Sets the times of all directories. To be called once, last.
  public void finish() throws ErrnoException {
    for (Map.Entry<String, Timestamp> folder : folderTimes.entrySet()) {
      if (folder.getKey().isEmpty()) {
        root.setTime(".", folder.getValue());
      } else {
        parentOf(folder.getKey()).setTime(EntryPath.name(folder.getKey()), folder.getValue());
      }
    }
  }

  @Override
  public void close() {
    closeParent();
    io.close();
  }

  /// The directory that an entry is put into: made where it is missing, never looked for behind a
  /// symbolic link. Valid until the next call.
  Directory parentOf(String path) throws ErrnoException {
    String wanted = EntryPath.parent(path);
    if (!parent.path.equals(wanted)) {
      Directory directory = openOrMake(wanted);
      closeParent();
      parent = new Parent(wanted, directory);
    }
    return parent.directory;
  }

  private Directory openOrMake(String path) throws ErrnoException {
    try {
      return open(path);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    Directory above = path.indexOf('/') < 0 ? root : openOrMake(EntryPath.parent(path));
    try {
      String name = EntryPath.name(path);
      above.mkdir(name, MADE_PARENT);
      above.chown(name, 0, 0);
      above.chmod(name, MADE_PARENT);
    } finally {
      if (above != root) {
        above.close();
      }
    }
    return open(path);
  }

  private Directory open(String path) throws ErrnoException {
    if (path.isEmpty()) {
      return root;
    }
    try {
      return root.openDirectory(
          path, OpenHow.plain(OpenHow.O_RDONLY).withResolve(OpenHow.RESOLVE_NO_XDEV));
    } catch (ErrnoException e) {
      if (e.is(Errno.ELOOP) || e.is(Errno.ENOTDIR)) {
        throw EntryPath.refused(path, "is used as a directory and is a symbolic link or a file");
      }
      throw e;
    }
  }

  private void make(TreeEntry entry, Directory directory, String name, Content content)
      throws IOException, ErrnoException {
    switch (entry) {
      case TreeEntry.Folder folder -> directory.mkdir(name, folder.metadata().permissions() & 0700);
      case TreeEntry.Regular file -> writeFile(file, directory, name, content);
      case TreeEntry.Symlink link -> directory.symlink(link.target(), name);
      case TreeEntry.Special special ->
          directory.mknod(name, special.kind(), 0600, special.device());
      case TreeEntry.HardLink link -> link(link, directory, name);
    }
  }

  private void writeFile(TreeEntry.Regular file, Directory directory, String name, Content content)
      throws IOException, ErrnoException {
    Metadata metadata = file.metadata();
    try (Fd fd = directory.open(name, OpenHow.create(0600))) {
      fill.fill(fd, content, file.sizeBytes());
      OpenFile.chown(fd, metadata.uid(), metadata.gid());
      OpenFile.chmod(fd, metadata.permissions());
      setAttributes(metadata, file.path(), directory, name);
      directory.setTime(name, metadata.modified());
    }
  }

  private void link(TreeEntry.HardLink link, Directory directory, String name)
      throws ErrnoException {
    if (link.target().isEmpty()) {
      throw EntryPath.refused(link.path(), "is a hard link to the root");
    }
    Directory targetFolder;
    try {
      String folder = EntryPath.parent(link.target());
      targetFolder = open(folder);
    } catch (ErrnoException e) {
      throw linkRefused(link, e);
    }
    try {
      directory.link(targetFolder, EntryPath.name(link.target()), name);
    } catch (ErrnoException e) {
      throw linkRefused(link, e);
    } finally {
      if (targetFolder != root) {
        targetFolder.close();
      }
    }
  }

  private static ErrnoException linkRefused(TreeEntry.HardLink link, ErrnoException e) {
    if (e.is(Errno.ENOENT)) {
      throw EntryPath.refused(
          link.path(), "is a hard link to \"" + link.target() + "\", which is not in the archive");
    }
    if (e.is(Errno.EPERM)) {
      throw EntryPath.refused(
          link.path(), "is a hard link to the directory \"" + link.target() + "\"");
    }
    return e;
  }

  /// An entry may come twice, the later one wins; but a directory stays one.
  private static boolean replaceable(TreeEntry entry, Directory directory, String name)
      throws ErrnoException {
    boolean isFolder = directory.status(name).kind() == FileKind.DIRECTORY;
    return isFolder == (entry instanceof TreeEntry.Folder);
  }

  private void writeRoot(TreeEntry entry) throws ErrnoException {
    if (!(entry instanceof TreeEntry.Folder folder)) {
      throw EntryPath.refused("./", "is the root and not a directory");
    }
    apply(folder.metadata(), root, ".", FileKind.DIRECTORY);
    folderTimes.put("", folder.metadata().modified());
  }

  private void apply(Metadata metadata, Directory directory, String name, FileKind kind)
      throws ErrnoException {
    directory.chown(name, metadata.uid(), metadata.gid());
    if (kind != FileKind.SYMLINK) {
      directory.chmod(name, metadata.permissions());
    }
    setAttributes(metadata, name, directory, name);
    if (kind != FileKind.DIRECTORY) {
      directory.setTime(name, metadata.modified());
    }
  }

  private static void setAttributes(
      Metadata metadata, String path, Directory directory, String name) throws ErrnoException {
    for (Map.Entry<String, byte[]> attribute : metadata.attributes().entrySet()) {
      if (Attributes.isKept(path, attribute.getKey())) {
        setAttribute(path, ExtendedAttributes.of(directory, name), attribute);
      }
    }
  }

  private static void setAttribute(
      String path, ExtendedAttributes attributes, Map.Entry<String, byte[]> attribute)
      throws ErrnoException {
    try {
      attributes.set(attribute.getKey(), attribute.getValue());
    } catch (ErrnoException e) {
      boolean malformed =
          e.is(Errno.EINVAL) || e.is(Errno.ERANGE) || e.is(Errno.E2BIG) || e.is(Errno.EPERM);
      if (malformed) {
        throw EntryPath.refused(
            path, "has the attribute \"" + attribute.getKey() + "\", which the kernel refuses");
      }
      throw e;
    }
  }

  private void closeParent() {
    if (parent.directory != root) {
      parent.directory.close();
    }
  }
}

package io.davit.image.tree;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.ExtendedAttributes;
import io.davit.kernel.fs.FileKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// Writes the entries of a layer: as a [TreeWriter], with the marks of what the layer takes away
/// (OCI image-spec layer.md, "Whiteouts") turned into those that overlayfs knows.
///
/// `.wh.NAME` becomes a character device 0:0, `.wh..wh..opq` the attribute trusted.overlay.opaque
/// of its directory. Marks speak of the layers below only: an entry of the same name in this layer
/// stays, whichever of the two comes first, and a directory among them begins empty.
public final class LayerWriter implements AutoCloseable {
  private static final String MARK = ".wh.";
  private static final String OPAQUE_MARK = ".wh..wh..opq";
  private static final String RESERVED = ".wh..wh.";
  private static final String OPAQUE = "trusted.overlay.opaque";
  private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

  private final TreeWriter tree;
  private final Set<String> whiteouts = new HashSet<>();

  public LayerWriter(Directory root) {
    this.tree = new TreeWriter(root);
  }

  public void write(TreeEntry entry, Content content) throws IOException, ErrnoException {
    String name = EntryPath.name(entry.path());
    if (EntryPath.parent(entry.path()).contains(MARK) && hasMarkedFolder(entry.path())) {
      throw EntryPath.refused(entry.path(), "is inside a whiteout");
    }
    if (!name.startsWith(MARK)) {
      writeFile(entry, content);
    } else if (name.equals(OPAQUE_MARK)) {
      setOpaque(tree.parentOf(entry.path()), ".");
    } else if (!name.startsWith(RESERVED)) {
      whiteOut(entry.path(), name.substring(MARK.length()));
    }
  }

  public void finish() throws ErrnoException {
    tree.finish();
  }

  @Override
  public void close() {
    tree.close();
  }

  private void writeFile(TreeEntry entry, Content content) throws IOException, ErrnoException {
    boolean wasWhiteout = whiteouts.remove(entry.path());
    if (wasWhiteout) {
      tree.parentOf(entry.path()).unlink(EntryPath.name(entry.path()));
    }
    tree.write(entry, content);
    if (wasWhiteout && entry instanceof TreeEntry.Folder) {
      setOpaque(tree.parentOf(entry.path()), EntryPath.name(entry.path()));
    }
  }

  private void whiteOut(String path, String target) throws ErrnoException {
    if (target.isEmpty() || target.equals(".") || target.equals("..")) {
      throw EntryPath.refused(path, "is a whiteout of \"" + target + "\"");
    }
    Directory folder = tree.parentOf(path);
    try {
      folder.mknod(target, FileKind.CHARACTER_DEVICE, 0, DeviceNumber.NONE);
      whiteouts.add(EntryPath.join(EntryPath.parent(path), target));
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      if (folder.status(target).kind() == FileKind.DIRECTORY) {
        setOpaque(folder, target);
      }
    }
  }

  private static boolean hasMarkedFolder(String path) {
    for (String name : EntryPath.parent(path).split("/", -1)) {
      if (name.startsWith(MARK)) {
        return true;
      }
    }
    return false;
  }

  private static void setOpaque(Directory folder, String name) throws ErrnoException {
    ExtendedAttributes.of(folder, name).set(OPAQUE, YES);
  }
}

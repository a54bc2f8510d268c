package io.davit.kernel.fs;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import java.util.List;

/// Removes a file or a directory with all that is in it, by descriptor: no symbolic link is
/// followed, no mount point crossed. However deep the tree is, few descriptors are open at a time.
public final class TreeRemoval {
  /// What lies deeper is moved up first, and removed from there.
  private static final int MAX_DEPTH = 64;

  private static final int RENAME_NOREPLACE = 1;

  private final Directory top;
  private long moved;

  private TreeRemoval(Directory top) {
    this.top = top;
  }

  /// Does nothing when there is none of that name.
  ///
  /// @throws ErrnoException EBUSY or EXDEV when something is mounted in it
  public static void remove(Directory parent, String name) throws ErrnoException {
    if (unlinked(parent, name)) {
      return;
    }
    try (Directory top = open(parent, name)) {
      TreeRemoval removal = new TreeRemoval(top);
      for (List<String> names = top.list(); !names.isEmpty(); names = top.list()) {
        removal.empty(top, names, 1);
      }
    }
    parent.rmdir(name);
  }

  private void empty(Directory folder, List<String> names, int depth) throws ErrnoException {
    for (String name : names) {
      if (unlinked(folder, name)) {
        continue;
      }
      if (depth == MAX_DEPTH) {
        moveUp(folder, name);
        continue;
      }
      try (Directory inner = open(folder, name)) {
        empty(inner, inner.list(), depth + 1);
      }
      folder.rmdir(name);
    }
  }

  private void moveUp(Directory folder, String name) throws ErrnoException {
    while (true) {
      try {
        folder.rename(name, top, ".davit-removed-" + moved++, RENAME_NOREPLACE);
        return;
      } catch (ErrnoException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      }
    }
  }

  private static Directory open(Directory folder, String name) throws ErrnoException {
    return folder.openDirectory(
        name, OpenHow.plain(OpenHow.O_RDONLY).withResolve(OpenHow.RESOLVE_NO_XDEV));
  }

  /// Whether it is gone; false for a directory.
  private static boolean unlinked(Directory folder, String name) throws ErrnoException {
    try {
      folder.unlink(name);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return true;
      }
      if (e.is(Errno.EISDIR)) {
        return false;
      }
      throw e;
    }
  }
}

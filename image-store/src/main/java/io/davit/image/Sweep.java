package io.davit.image;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.TreeRemoval;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes what no image refers to: after an image was removed, and at the start after an
/// interruption.
final class Sweep {
  private final StoreFolders folders;
  private final ImageIndex index;
  private final Blobs blobs;
  private final LayerStore layers;
  private final Holds holds;

  Sweep(StoreFolders folders, ImageIndex index, Blobs blobs, LayerStore layers, Holds holds) {
    this.folders = folders;
    this.index = index;
    this.blobs = blobs;
    this.layers = layers;
    this.holds = holds;
  }

  /// To be called before anything else uses the store. Does nothing when nothing was interrupted.
  void afterInterruption() throws ErrnoException {
    List<String> interrupted = folders.tmp().list();
    if (interrupted.isEmpty()) {
      return;
    }
    Set<String> wanted = referenced();
    removeUnknown(folders.layers(), wanted);
    removeUnknown(folders.blobs(), wanted);
    for (String name : interrupted) {
      TreeRemoval.remove(folders.tmp(), name);
    }
  }

  /// Removes those of the digests that nothing refers to any more.
  ///
  /// @return the layers among them
  List<String> remove(Collection<String> digests, StoreFolders.Work work) throws ErrnoException {
    List<String> removed = new java.util.ArrayList<>();
    for (String digest : digests) {
      holds.unlessHeld(
          digest,
          () -> {
            if (referenced().contains(digest)) {
              return;
            }
            if (layers.retire(digest, work)) {
              removed.add(digest);
            }
            TreeRemoval.remove(folders.blobs(), Digests.hex(digest));
          });
    }
    return removed;
  }

  /// Digests of all configurations, manifests and layers of all images.
  private Set<String> referenced() {
    Set<String> digests = new HashSet<>();
    for (ImageRow row : index.rows()) {
      digests.add(row.id());
      row.manifest().ifPresent(digests::add);
      digests.addAll(ImageDocument.parse(row.id(), blobs.get(row.id())).diffIds());
    }
    return digests;
  }

  private static void removeUnknown(Directory folder, Set<String> wanted) throws ErrnoException {
    for (String name : folder.list()) {
      if (!wanted.contains("sha256:" + name)) {
        try {
          TreeRemoval.remove(folder, name);
        } catch (ErrnoException e) {
          if (!e.is(Errno.ENOENT)) {
            throw e;
          }
        }
      }
    }
  }
}

package io.davit.image;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.TreeRemoval;
import io.davit.registry.Digests;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Removes what no image refers to: after an image was removed, and at the start after an
/// interruption.
final class Sweep {
  private final StoreFolders folders;
  private final ImageIndex index;
  private final Documents documents;
  private final LayerStore layers;
  private final Holds holds;
  private final DeferredSync deferred;

  Sweep(
      StoreFolders folders,
      ImageIndex index,
      Documents documents,
      LayerStore layers,
      Holds holds,
      DeferredSync deferred) {
    this.folders = folders;
    this.index = index;
    this.documents = documents;
    this.deferred = deferred;
    this.layers = layers;
    this.holds = holds;
  }

  /// To be called before anything else uses the store. Does nothing when nothing was interrupted.
  void afterInterruption() throws ErrnoException {
    List<String> interrupted = new ArrayList<>();
    for (String name : folders.tmp().list()) {
      if (!DeferredSync.isNote(name)) {
        interrupted.add(name);
      } else if (isLost(name)) {
        TreeRemoval.remove(folders.tmp(), name);
      }
    }
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

  /// Whether a layer was not written out before the machine stopped; then it is gone now.
  private boolean isLost(String note) throws ErrnoException {
    Optional<String> layer = deferred.recover(note);
    if (layer.isPresent()) {
      TreeRemoval.remove(folders.layers(), layer.get());
    }
    return layer.isPresent();
  }

  /// Removes those of the digests that nothing refers to any more.
  ///
  /// @return the layers among them
  List<String> remove(Collection<String> digests, StoreFolders.Work work) throws ErrnoException {
    List<String> removed = new ArrayList<>();
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
            documents.forget(digest);
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
      digests.addAll(documents.get(row.id()).diffIds());
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

package io.davit.image;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.OpenFile;
import io.davit.kernel.fs.OpenHow;
import io.davit.kernel.fs.TreeRemoval;
import io.davit.registry.Digests;
import java.util.Optional;

/// Layers that are used before they are safe on the disk: those that can be made again, for which
/// nobody shall wait until a busy disk has written everything that others gave it.
///
/// A note in `tmp` names the layer and the boot, from before the layer appears until a thread of
/// its own has written it out. A note of another boot at the start means that the machine stopped
/// in between: the layer may have holes, and is removed.
final class DeferredSync {
  private static final String NOTE = "unsynced-";
  private static final int HEX_DIGITS = 64;

  private final StoreFolders folders;
  private final String bootId;

  DeferredSync(StoreFolders folders, String bootId) {
    this.folders = folders;
    this.bootId = bootId;
  }

  static boolean isNote(String name) {
    return name.startsWith(NOTE);
  }

  /// To be called before the layer appears.
  void note(String diffId) throws ErrnoException {
    String note = NOTE + Digests.hex(diffId) + "-" + bootId;
    TreeRemoval.remove(folders.tmp(), note);
    try (Fd fd = folders.tmp().open(note, OpenHow.create(0600))) {
      OpenFile.chmod(fd, 0600);
    }
  }

  /// Writes the layer out in the background; safe to call again.
  void begin(String diffId) throws ErrnoException {
    String hex = Digests.hex(diffId);
    Directory layer = folders.layers().openDirectory(hex);
    Directory tmp = Directory.open(folders.root().resolve("tmp"));
    Thread.ofPlatform()
        .daemon()
        .name("sync-" + hex.substring(0, 12))
        .start(
            () -> {
              try (layer;
                  tmp) {
                OpenFile.syncfs(layer.fd());
                TreeRemoval.remove(tmp, NOTE + hex + "-" + bootId);
              } catch (ErrnoException _) {
                // The note stays, and the next start decides what the layer is worth.
              }
            });
  }

  /// Deals with a note of an earlier engine.
  ///
  /// @return the layer that must go, if any
  Optional<String> recover(String note) throws ErrnoException {
    String rest = note.substring(NOTE.length());
    String hex = rest.substring(0, Math.min(HEX_DIGITS, rest.length()));
    boolean thisBoot = rest.equals(hex + "-" + bootId);
    if (!thisBoot || !Digests.isDigest("sha256:" + hex)) {
      return Optional.of(hex);
    }
    begin("sha256:" + hex);
    return Optional.empty();
  }
}

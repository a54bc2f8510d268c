package io.davit.image;

import com.google.gson.JsonObject;
import io.davit.image.LayerUnpacking.Unpacked;
import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.OpenFile;
import io.davit.kernel.fs.OpenHow;
import io.davit.problem.Failure;
import io.davit.registry.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Unpacked layers, by the digest of their archive. One appears whole: filled under a temporary
/// name, written out with one syncfs(2), then renamed.
final class LayerStore {
  private static final int RENAME_NOREPLACE = 1;
  private static final int TREE_MODE = 0755;
  private static final String ABOUT = "layer.json";

  private final StoreFolders folders;
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();

  LayerStore(StoreFolders folders) {
    this.folders = folders;
  }

  /// Fills a directory, and says what it has become.
  @FunctionalInterface
  interface Filler {
    Unpacked fill(Directory tree) throws IOException, ErrnoException;
  }

  boolean contains(String diffId) {
    return Files.isDirectory(folders.layerTree(diffId));
  }

  /// Adds a layer; one that is there already, or that somebody else adds at the same time, is
  /// success.
  Unpacked add(Filler filler) {
    return add(filler, new SyncNow());
  }

  /// Adds a layer that can be made again: it is written out when it is in use already.
  Unpacked addReproducible(Filler filler, DeferredSync deferred) {
    return add(filler, new SyncLater(deferred));
  }

  private Unpacked add(Filler filler, Durability durability) {
    try (StoreFolders.Work work = folders.begin()) {
      work.directory().mkdir("layer", 0700);
      try (Directory layer = work.directory().openDirectory("layer")) {
        layer.mkdir("tree", TREE_MODE);
        layer.chmod("tree", TREE_MODE);
        Unpacked unpacked;
        try (Directory tree = layer.openDirectory("tree")) {
          unpacked = filler.fill(tree);
        }
        if (!contains(unpacked.diffId())) {
          describe(layer, unpacked);
          durability.beforePublishing(layer, unpacked.diffId());
          publish(work, unpacked.diffId());
          durability.afterPublishing(folders, unpacked.diffId());
        }
        return unpacked;
      }
    } catch (ErrnoException e) {
      throw StorageErrors.of("unpacking a layer", folders.root(), e);
    } catch (IOException e) {
      throw StorageErrors.of(e);
    }
  }

  /// Of its files' content.
  long sizeBytes(String diffId) {
    return sizes.computeIfAbsent(diffId, this::readSize);
  }

  /// Takes a layer out of sight; what is left of it goes away with the work.
  ///
  /// @return false when there is none
  boolean retire(String diffId, StoreFolders.Work work) throws ErrnoException {
    String name = Digests.hex(diffId);
    try {
      folders.layers().rename(name, work.directory(), name, 0);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  private void publish(StoreFolders.Work work, String diffId) throws ErrnoException {
    try {
      work.directory().rename("layer", folders.layers(), Digests.hex(diffId), RENAME_NOREPLACE);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  private sealed interface Durability {
    void beforePublishing(Directory layer, String diffId) throws ErrnoException;

    void afterPublishing(StoreFolders folders, String diffId) throws ErrnoException;
  }

  private record SyncNow() implements Durability {
    @Override
    public void beforePublishing(Directory layer, String diffId) throws ErrnoException {
      OpenFile.syncfs(layer.fd());
    }

    @Override
    public void afterPublishing(StoreFolders folders, String diffId) throws ErrnoException {
      OpenFile.fsync(folders.layers().fd());
    }
  }

  private record SyncLater(DeferredSync deferred) implements Durability {
    @Override
    public void beforePublishing(Directory layer, String diffId) throws ErrnoException {
      deferred.note(diffId);
    }

    @Override
    public void afterPublishing(StoreFolders folders, String diffId) throws ErrnoException {
      deferred.begin(diffId);
    }
  }

  private static void describe(Directory layer, Unpacked unpacked) throws ErrnoException {
    JsonObject about = new JsonObject();
    about.addProperty("SizeBytes", unpacked.sizeBytes());
    about.addProperty("Entries", unpacked.entries());
    byte[] json = about.toString().getBytes(StandardCharsets.UTF_8);
    try (Fd fd = layer.open(ABOUT, OpenHow.create(0600));
        OpenFile io = new OpenFile()) {
      io.write(fd, json, 0, json.length);
    }
  }

  private long readSize(String diffId) {
    Path about = folders.root().resolve("layers").resolve(Digests.hex(diffId)).resolve(ABOUT);
    try {
      return JsonFields.parse(about.toString(), Files.readAllBytes(about)).number("SizeBytes");
    } catch (IOException | Failure _) {
      // The size is shown, not relied upon: an unreadable note must not hide an image.
      return 0;
    }
  }
}

package io.davit.image;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.TreeRemoval;
import io.davit.registry.Digests;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// The directories of a store.
///
/// ```
/// images.json              which images there are, and their names: the only thing that commits
/// blobs/sha256/HEX         configurations and manifests, by digest
/// layers/HEX/tree          an unpacked layer, by the digest of its archive
/// layers/HEX/layer.json    what is known of it
/// tmp/                     work in progress; empty when nothing is being done
/// ```
///
/// While anything is taken in or removed there is an entry in `tmp`: an empty one at the start
/// means that nothing was interrupted, and nothing has to be looked for.
final class StoreFolders implements AutoCloseable {
  private static final int PRIVATE = 0700;

  private final Path root;
  private final Directory top;
  private final Directory blobs;
  private final Directory layers;
  private final Directory tmp;
  private final AtomicLong sequence = new AtomicLong();

  private StoreFolders(Path root, Directory top, Directory blobs, Directory layers, Directory tmp) {
    this.root = root;
    this.top = top;
    this.blobs = blobs;
    this.layers = layers;
    this.tmp = tmp;
  }

  /// Makes what is missing.
  ///
  /// @param root an existing directory
  static StoreFolders open(Path root) throws ErrnoException {
    Directory top = Directory.open(root);
    Directory blobParent = child(top, "blobs");
    try (blobParent) {
      return new StoreFolders(
          root, top, child(blobParent, "sha256"), child(top, "layers"), child(top, "tmp"));
    }
  }

  Path root() {
    return root;
  }

  Directory top() {
    return top;
  }

  Directory blobs() {
    return blobs;
  }

  Directory layers() {
    return layers;
  }

  Directory tmp() {
    return tmp;
  }

  Path layerTree(String diffId) {
    return root.resolve("layers").resolve(Digests.hex(diffId)).resolve("tree");
  }

  /// A new directory in `tmp`.
  Work begin() throws ErrnoException {
    String name = "work-" + ProcessHandle.current().pid() + "-" + sequence.incrementAndGet();
    tmp.mkdir(name, PRIVATE);
    return new Work(name, tmp.openDirectory(name));
  }

  /// A directory for work in progress; it goes away with all that is still in it.
  final class Work implements AutoCloseable {
    private final String name;
    private final Directory directory;

    private Work(String name, Directory directory) {
      this.name = name;
      this.directory = directory;
    }

    Directory directory() {
      return directory;
    }

    Path path() {
      return root.resolve("tmp").resolve(name);
    }

    @Override
    public void close() throws ErrnoException {
      directory.close();
      TreeRemoval.remove(tmp, name);
    }
  }

  @Override
  public void close() {
    top.close();
    blobs.close();
    layers.close();
    tmp.close();
  }

  private static Directory child(Directory parent, String name) throws ErrnoException {
    try {
      parent.mkdir(name, PRIVATE);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    return parent.openDirectory(name);
  }
}

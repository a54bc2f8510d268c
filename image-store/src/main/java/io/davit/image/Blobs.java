package io.davit.image;

import io.davit.image.tree.Limits;
import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.DurableFile;
import io.davit.kernel.fs.OpenHow;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import io.davit.registry.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Configurations and manifests by their digest. Small: layers are kept unpacked ([LayerStore]).
final class Blobs {
  private final StoreFolders folders;

  Blobs(StoreFolders folders) {
    this.folders = folders;
  }

  /// @return the digest; safe to call twice, also at the same time
  synchronized String put(byte[] content) throws ErrnoException {
    String digest = Digests.of(content);
    String name = Digests.hex(digest);
    try {
      folders.blobs().status(name);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      DurableFile.replace(folders.blobs(), name, content, 0600);
    }
    return digest;
  }

  /// @throws StorageFailed when it is gone or its content is another
  byte[] get(String digest) {
    Path path = folders.root().resolve("blobs/sha256").resolve(Digests.hex(digest));
    try (Fd fd = folders.blobs().open(Digests.hex(digest), OpenHow.plain(OpenHow.O_RDONLY))) {
      byte[] content;
      try (var in = Files.newInputStream(Path.of(fd.procPath()))) {
        content = in.readNBytes(Limits.DEFAULT.documentBytes());
      }
      if (!Digests.of(content).equals(digest)) {
        throw damaged(path, "its content is not what its name says", Optional.empty());
      }
      return content;
    } catch (ErrnoException e) {
      throw damaged(path, e.getMessage(), Optional.of(e));
    } catch (IOException e) {
      throw damaged(path, e.getMessage(), Optional.of(e));
    }
  }

  private static StorageFailed damaged(
      Path path, @org.jspecify.annotations.Nullable String why, Optional<Exception> cause) {
    return new StorageFailed(
        "\"" + path + "\" is damaged: " + why,
        Optional.of(new Resource("path", path.toString())),
        Optional.of("remove the image that it belongs to, and load it again"),
        cause.orElse(null));
  }
}

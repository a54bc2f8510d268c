package io.davit.image;

import io.davit.image.tar.TarReader;
import io.davit.image.tree.EntryPath;
import io.davit.image.tree.Limits;
import io.davit.image.tree.TreeEntry;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.OpenFile;
import io.davit.kernel.fs.OpenHow;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The files of an image archive, laid down so that they can be read in any order: a manifest may
/// come last. An entry's name is a key and never becomes a file name.
final class Spool {
  private static final int MAX_LINKS = 8;

  private final StoreFolders.Work work;
  private final Limits limits;
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  Spool(StoreFolders.Work work, Limits limits) {
    this.work = work;
    this.limits = limits;
  }

  void fill(InputStream archive) throws IOException, ErrnoException {
    byte[] buffer = new byte[OpenFile.BUFFER_BYTES];
    try (InputStream plain = Compression.open(archive);
        BufferedInputStream buffered = new BufferedInputStream(plain, buffer.length);
        OpenFile io = new OpenFile()) {
      TarReader reader = new TarReader(buffered, limits);
      for (Optional<TreeEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        switch (entry.get()) {
          case TreeEntry.Regular file -> {
            String name = "f" + files.size();
            try (Fd fd = work.directory().open(name, OpenHow.create(0600))) {
              for (int size = reader.content().read(buffer);
                  size > 0;
                  size = reader.content().read(buffer)) {
                io.write(fd, buffer, 0, size);
              }
            }
            files.put(file.path(), name);
          }
          case TreeEntry.Symlink link -> links.put(link.path(), beside(link));
          case TreeEntry.HardLink link -> links.put(link.path(), link.target());
          case TreeEntry.Folder _ -> {}
          case TreeEntry.Special special ->
              throw EntryPath.refused(special.path(), "is a device, which no image archive has");
        }
      }
    }
  }

  boolean contains(String path) {
    return files.containsKey(resolve(path));
  }

  /// @throws InvalidInput when the archive has none of that name
  InputStream open(String path) throws IOException {
    return Files.newInputStream(file(path));
  }

  long sizeBytes(String path) throws IOException {
    return Files.size(file(path));
  }

  /// A JSON document.
  byte[] document(String path) throws IOException {
    if (sizeBytes(path) > limits.documentBytes()) {
      throw Limits.exceeded("bytes in \"" + path + "\"", limits.documentBytes());
    }
    return Files.readAllBytes(file(path));
  }

  private Path file(String path) {
    String name = files.get(resolve(path));
    if (name == null) {
      throw new InvalidInput(
          "the archive does not have \"" + path + "\", which it refers to",
          new Resource("path", path),
          "make or copy the archive again");
    }
    return work.path().resolve(name);
  }

  private String resolve(String path) {
    String at = path;
    for (int i = 0; i < MAX_LINKS; i++) {
      String next = links.get(at);
      if (next == null) {
        return at;
      }
      at = next;
    }
    return at;
  }

  /// Old versions of Docker link a layer to the same one of another image: `../ID/layer.tar`.
  private static String beside(TreeEntry.Symlink link) {
    Path folder = Path.of("/" + EntryPath.parent(link.path()));
    return folder.resolve(link.target()).normalize().toString().substring(1);
  }
}

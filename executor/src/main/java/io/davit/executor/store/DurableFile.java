package io.davit.executor.store;

import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Replaces a file whole: rename(2) over the old one.
public final class DurableFile {
  private DurableFile() {}

  /// Survives a power cut once this returns. Makes the directory when it does not exist.
  ///
  /// @throws StorageFailed when the disk is full or broken; the old content stands then
  public static void replace(Path file, String content) {
    write(file, content, true);
  }

  /// Survives the end of this process at any moment; after a power cut, the old or the new content
  /// stands.
  public static void replaceUnsynced(Path file, String content) {
    write(file, content, false);
  }

  private static void write(Path file, String content, boolean durable) {
    Path directory = directory(file);
    Path temporary = directory.resolve(file.getFileName() + ".new");
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
      }
      fill(temporary, content, durable);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      if (durable) {
        sync(directory);
      }
    } catch (IOException e) {
      throw failed("cannot write " + file, file, e);
    }
  }

  private static void fill(Path temporary, String content, boolean durable) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (durable) {
        channel.force(true);
      }
    }
  }

  /// Makes the entries of a directory durable.
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path directory(Path file) {
    Path directory = file.getParent();
    if (directory == null) {
      throw new IllegalArgumentException(file + " has no directory");
    }
    return directory;
  }

  static StorageFailed failed(String what, Path path, IOException cause) {
    return new StorageFailed(
        what + ": " + cause.getMessage(),
        Optional.of(new Resource("path", path.toString())),
        Optional.of("see that the disk has space and that the engine may write there"),
        cause);
  }
}

package io.davit.executor.container;

import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/// The lowest layer of every root: the places where each container gets something mounted. An image
/// that has not all of them would else get them made in the writable layer of every single
/// container; one that has them covers these. Nothing in it is ever changed.
final class BaseLayer {
  private static final List<String> DIRECTORIES = List.of("dev", "etc", "proc", "sys");
  private static final List<String> FILES = List.of("etc/hostname", "etc/hosts", "etc/resolv.conf");

  private BaseLayer() {}

  /// Makes what is missing of it.
  ///
  /// @throws StorageFailed when the disk is full or broken
  static void make(Path base) {
    try {
      directory(base);
      for (String directory : DIRECTORIES) {
        directory(base.resolve(directory));
      }
      for (String file : FILES) {
        file(base.resolve(file));
      }
    } catch (IOException e) {
      throw new StorageFailed(
          "cannot make the lowest layer of containers: " + e.getMessage(),
          Optional.of(new Resource("path", base.toString())),
          Optional.of("see that the disk has space"),
          e);
    }
  }

  private static void directory(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void file(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}

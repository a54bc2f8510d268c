package io.davit.runtime.cgroup;

import io.davit.problem.KernelRefused;
import io.davit.problem.Resource;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Directories of the cgroup file system. Those below a container's own group go with it: a nested
/// engine may have made some.
final class GroupDirectory {
  /// The kernel takes a member off its group a moment after its parent saw its end, and tells
  /// nobody in version 1: so a removal is tried for two seconds at most.
  private static final int ATTEMPTS = 2000;

  private static final long PAUSE_NANOS = 1_000_000;

  private GroupDirectory() {}

  /// Makes it; one that exists is as good.
  static void make(Path directory) {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      throw new KernelRefused(
          "cannot make the cgroup " + directory,
          Optional.of(new Resource("path", directory.toString())),
          Optional.of("run as root, with the cgroup file system mounted writable"),
          e);
    }
  }

  static void remove(Path directory) {
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Files.deleteIfExists(directory);
        return;
      } catch (IOException busy) {
        last = busy;
      }
      Set<String> children = children(directory);
      if (children.isEmpty()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      children.forEach(child -> remove(directory.resolve(child)));
    }
    throw new KernelRefused(
        "the cgroup " + directory + " still has processes",
        Optional.of(new Resource("path", directory.toString())),
        Optional.of("end the processes listed in its cgroup.procs"),
        last);
  }

  /// Removes it only if it is empty.
  static void removeIfEmpty(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      return;
    } catch (IOException busy) {
      return; // rmdir(2) says EBUSY for a group that has children
    }
  }

  static Set<String> children(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException gone) {
      return Set.of();
    }
  }
}

package io.davit.executor.daemon;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.mount.MemoryFileSystem;
import io.davit.problem.KernelRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The directory of what ends with the boot. It is memory: the run root itself where that is a
/// tmpfs, as `/run` is on nearly every machine; else one of our own below it, which goes with the
/// last container. On a disk every container would cost a dozen files more, made and deleted
/// (ADR-0007).
record BootDirectory(Path path, boolean own) implements AutoCloseable {
  /// @param run the run root, which exists
  /// @throws KernelRefused when nothing can be mounted
  static BootDirectory open(Path run) throws IOException {
    try {
      if (MemoryFileSystem.holds(run)) {
        return new BootDirectory(run, false);
      }
      Path below = Files.createDirectories(run.resolve("boot"));
      if (!MemoryFileSystem.holds(below)) {
        MemoryFileSystem.mount("davit", below);
      }
      return new BootDirectory(below, true);
    } catch (ErrnoException e) {
      throw new KernelRefused(
          "cannot mount a tmpfs for what ends with the boot",
          Optional.of(e.where()),
          Optional.of("run as root, or name a run directory on a tmpfs with --run"),
          e);
    }
  }

  /// Takes our own away unless containers go on.
  @Override
  public void close() throws IOException {
    if (own && isUnused()) {
      try {
        MemoryFileSystem.unmount(path);
      } catch (ErrnoException e) {
        throw new IOException("cannot unmount " + path, e);
      }
      Files.delete(path);
    }
  }

  /// Whether its directories are empty.
  private boolean isUnused() throws IOException {
    for (Path entry : entries(path)) {
      if (!Files.isDirectory(entry) || !entries(entry).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}

package io.davit.runtime.supervise;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.event.Pipes;
import io.davit.kernel.process.Pidfd;
import io.davit.problem.StorageFailed;
import io.davit.runtime.ContainerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A container's directory below the run root: FIFOs, locks, facts, exit file.
record RunDirectory(KeeperPaths paths) {
  private static final int DELETE_ATTEMPTS = 100;
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  static RunDirectory of(Path run, String containerId) {
    return new RunDirectory(new KeeperPaths(run.resolve("keepers").resolve(containerId)));
  }

  /// Ids of all containers that have one.
  static List<String> list(Path run) {
    Path all = run.resolve("keepers");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (var entries = Files.list(all)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (IOException e) {
      throw failed(all, e);
    }
  }

  /// Makes what the keeper needs.
  void prepare(ContainerSpec spec, RunFacts facts) throws ErrnoException {
    try {
      Files.createDirectories(paths.directory(), OWNERS_ONLY);
      facts.write(facts());
    } catch (IOException e) {
      throw failed(paths.directory(), e);
    }
    if (!spec.process().terminal()) {
      Pipes.makeFifo(paths.stdout());
      Pipes.makeFifo(paths.stderr());
      if (spec.process().openInput()) {
        Pipes.makeFifo(paths.stdin());
      }
    }
  }

  Path facts() {
    return paths.directory().resolve("facts.json");
  }

  /// The lock of an exec's keeper.
  Path execLock(String execId) {
    try {
      Files.createDirectories(paths.execs());
    } catch (IOException e) {
      throw failed(paths.execs(), e);
    }
    return paths.execs().resolve(execId);
  }

  List<Path> execLocks() {
    if (!Files.isDirectory(paths.execs())) {
      return List.of();
    }
    try (var locks = Files.list(paths.execs())) {
      return locks.toList();
    } catch (IOException e) {
      throw failed(paths.execs(), e);
    }
  }

  /// The exit code that the keeper wrote; empty as long as it has not.
  OptionalInt exitCode() {
    try {
      return OptionalInt.of(Pidfd.exitCode(Files.readAllBytes(paths.exit())));
    } catch (NoSuchFileException _) {
      return OptionalInt.empty();
    } catch (IOException e) {
      throw failed(paths.exit(), e);
    }
  }

  /// When it was written, or empty.
  Optional<Instant> exitTime() {
    return time(paths.exit());
  }

  /// When the keeper took its lock, or empty.
  Optional<Instant> startTime() {
    return time(paths.lock());
  }

  private static Optional<Instant> time(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /// Safe to call twice. An exec that was on its way when its container ended may still be adding
  /// its lock: what it adds goes too.
  void delete() {
    for (int attempt = 1; Files.exists(paths.directory()); attempt++) {
      try {
        deleteAll();
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        if (attempt == DELETE_ATTEMPTS) {
          throw failed(paths.directory(), e);
        }
      } catch (IOException e) {
        throw failed(paths.directory(), e);
      }
    }
  }

  private void deleteAll() throws IOException {
    try (var files = Files.walk(paths.directory())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  static StorageFailed failed(Path file, IOException cause) {
    return new StorageFailed(
        "cannot use \"%s\": %s".formatted(file, cause.getMessage()),
        Optional.empty(),
        Optional.of("look at the space, owner and mode of the engine's run directory"),
        cause);
  }
}

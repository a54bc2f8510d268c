package io.davit.model.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Directories with files of other machines, below the caller's cache directory, each named by the
/// hash of what it holds: what is there once is never fetched again.
///
/// A directory is made beside its place and moved there, so that none is ever half made.
final class RemoteCache {
  private final Path directory;

  /// @param kind of other machines: `git`, `oci`
  RemoteCache(Caller caller, String kind) {
    String named = caller.variable("XDG_CACHE_HOME");
    String home = caller.variable("HOME");
    Path caches =
        named.isEmpty() ? Path.of(home.isEmpty() ? "/" : home).resolve(".cache") : Path.of(named);
    this.directory = caller.workingDirectory().resolve(caches).resolve("davit").resolve(kind);
  }

  /// Fills a directory.
  @FunctionalInterface
  interface Filling {
    void fill(Path into) throws RemoteFault, IOException;
  }

  /// Where all of them are. It is there.
  Path directory() throws RemoteFault {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /// @param hash hexadecimal
  Optional<Path> kept(String hash) {
    return Optional.of(directory.resolve(hash)).filter(Files::isDirectory);
  }

  /// The directory of this hash; filled if there is none.
  ///
  /// @param filling must check that it is what has the hash
  Path keep(String hash, Filling filling) throws RemoteFault {
    Optional<Path> kept = kept(hash);
    if (kept.isPresent()) {
      return kept.get();
    }
    Path place = directory().resolve(hash);
    try {
      Path making =
          Files.createTempDirectory(
              directory,
              "making-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        filling.fill(making);
        Files.move(making, place);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
        delete(making); // Somebody else was faster: it is the same.
      } catch (RemoteFault | IOException e) {
        delete(making);
        throw e;
      }
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(e);
    }
    return place;
  }

  private RemoteFault unwritable(Exception e) {
    return new RemoteFault(
        "cannot keep files of other machines in \"%s\": %s".formatted(directory, e.getMessage()),
        "set XDG_CACHE_HOME to a directory that you may write");
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

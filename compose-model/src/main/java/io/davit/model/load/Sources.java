package io.davit.model.load;

import io.davit.model.yaml.SourceText;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads files, and names them as the user would.
final class Sources {
  private final Path workingDirectory;
  private final Checkouts checkouts;
  private final Caller caller;
  private final Map<String, Path> remote = new LinkedHashMap<>();

  /// Made when the first is asked for: starts that need no registry load nothing of it.
  private Optional<Artifacts> artifacts = Optional.empty();

  Sources(Caller caller) {
    this.workingDirectory = caller.workingDirectory();
    this.checkouts = new Checkouts(caller);
    this.caller = caller;
  }

  /// Where a compose file lies that another one, or a flag, names: that of a git repository in its
  /// checkout, that of a registry unpacked.
  ///
  /// @param paths of where it is named
  /// @throws RemoteFault when a file of another machine cannot be had
  Path located(String name, Paths paths) throws RemoteFault {
    if (!Discovery.isRemote(name)) {
      return paths.absolute(name);
    }
    if (!caller.fetches()) {
      throw new RemoteFault("\"%s\" is of another machine".formatted(name), "name a local file");
    }
    Path file = fetched(name);
    remote.put(name, file);
    return file;
  }

  private Path fetched(String name) throws RemoteFault {
    if (name.startsWith(Artifacts.PREFIX)) {
      artifacts = artifacts.or(() -> Optional.of(new Artifacts(caller)));
      return artifacts.get().file(name);
    }
    return checkouts.file(GitReference.of(name));
  }

  /// The names of the files of other machines that were fetched.
  List<String> remoteFiles() {
    return List.copyOf(remote.keySet());
  }

  boolean isRemote(Path file) {
    return remote.containsValue(file);
  }

  /// Relative to the working directory where that is shorter.
  String display(Path file) {
    if (file.getRoot() == null || !file.getRoot().equals(workingDirectory.getRoot())) {
      return file.toString();
    }
    String relative = workingDirectory.relativize(file).toString();
    return relative.isEmpty() || relative.length() >= file.toString().length()
        ? file.toString()
        : relative;
  }

  /// Empty when there is no such file.
  Optional<SourceText> readIfPresent(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return Optional.of(new SourceText(display(file), new String(bytes, StandardCharsets.UTF_8)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StorageFailed(
          "cannot read \"%s\": %s".formatted(display(file), reason(e)),
          Optional.of(new Resource("path", file.toString())),
          Optional.of("check that it is a file, and that you may read it"),
          e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.file.FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  /// @throws NotFound when there is no such file
  SourceText read(Path file, String role, String fix) {
    return readIfPresent(file)
        .orElseThrow(
            () ->
                new NotFound(
                    "%s \"%s\" does not exist".formatted(role, display(file)),
                    new Resource("path", file.toString()),
                    fix));
  }

  /// Those of these names that are files of a directory.
  static List<Path> existing(Path directory, List<String> names) {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        files.add(file);
      }
    }
    return files;
  }
}

package io.davit.model.load;

import io.davit.model.yaml.SourceText;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which files make the project, and which directory their relative paths begin at.
final class Discovery {
  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  private Discovery() {}

  /// @param paths absolute, empty for standard input; as many as `texts`
  record Found(Path projectDirectory, List<SourceText> texts, List<Path> paths) {}

  static Found find(LoadRequest request, Sources sources, Environment environment) {
    Path from = request.workingDirectory();
    List<String> names = request.files();
    if (names.isEmpty()) {
      names = fromVariable(environment);
    }
    if (names.isEmpty()) {
      return lookedFor(request, sources);
    }
    List<SourceText> texts = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      if (name.equals("-")) {
        texts.add(new SourceText("-", stdin(request)));
      } else {
        Path path = from.resolve(name).normalize();
        texts.add(sources.read(path, "compose file", "check the name, or create the file"));
        paths.add(path);
      }
    }
    Path directory = projectDirectory(request, names);
    return new Found(directory, texts, paths);
  }

  private static String stdin(LoadRequest request) {
    return request
        .stdin()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "\"-f -\" reads standard input, and nothing was given there",
                    new Resource("path", "-"),
                    "pipe a compose file into the command"));
  }

  /// Where `.env` is looked for before any file is known.
  static Path projectDirectory(LoadRequest request, List<String> names) {
    Path from = request.workingDirectory();
    if (request.projectDirectory().isPresent()) {
      return from.resolve(request.projectDirectory().get()).normalize();
    }
    if (names.isEmpty() || names.getFirst().equals("-")) {
      return from;
    }
    Path parent = from.resolve(names.getFirst()).normalize().getParent();
    return parent == null ? from : parent;
  }

  private static List<String> fromVariable(Environment environment) {
    Optional<String> files = environment.get("COMPOSE_FILE").filter(text -> !text.isEmpty());
    String separator = environment.get("COMPOSE_PATH_SEPARATOR").orElse(File.pathSeparator);
    return files
        .map(
            text ->
                Arrays.stream(text.split(java.util.regex.Pattern.quote(separator), -1))
                    .filter(name -> !name.isEmpty())
                    .toList())
        .orElse(List.of());
  }

  private static Found lookedFor(LoadRequest request, Sources sources) {
    Path start = projectDirectory(request, List.of());
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      Optional<Path> file = Sources.firstOf(directory, NAMES);
      if (file.isPresent()) {
        List<Path> paths = new ArrayList<>(List.of(file.get()));
        Sources.firstOf(directory, OVERRIDES).ifPresent(paths::add);
        List<SourceText> texts =
            paths.stream().map(path -> sources.read(path, "compose file", "create it")).toList();
        Path project = request.projectDirectory().isPresent() ? start : directory;
        return new Found(project, texts, paths);
      }
    }
    throw new NotFound(
        "no compose file found in \"%s\" or any directory above it".formatted(start),
        new Resource("path", start.toString()),
        "write a compose.yaml, or name the file with -f");
  }
}

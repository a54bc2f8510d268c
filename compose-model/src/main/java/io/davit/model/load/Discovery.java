package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.yaml.SourceText;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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

  /// Standard input in place of a file.
  static final String STDIN = "-";

  private Discovery() {}

  /// Where the files are.
  ///
  /// @param files in the order of merging; [#STDIN], or absolute
  /// @param passedOver files of usual names beside those that were taken
  record Located(Path projectDirectory, List<String> files, List<Path> passedOver) {}

  /// @param paths absolute, those of standard input left out
  record Found(Path projectDirectory, List<SourceText> texts, List<Path> paths) {}

  /// Where `.env` is looked for before any file is known.
  static Path start(LoadRequest request) {
    return directory(request, request.flags().files());
  }

  /// @throws InvalidInput when a file of another machine cannot be had
  static Located locate(LoadRequest request, Map<String, String> variables, Sources sources) {
    List<String> names =
        request.flags().files().isEmpty() ? listed(variables) : request.flags().files();
    if (names.isEmpty()) {
      return lookedFor(request);
    }
    List<String> files = new ArrayList<>();
    for (String name : names) {
      files.add(name.equals(STDIN) ? STDIN : named(name, request, sources).toString());
    }
    return new Located(directory(request, files), files, List.of());
  }

  private static Path named(String name, LoadRequest request, Sources sources) {
    if (!isRemote(name)) {
      return request.caller().workingDirectory().resolve(name).normalize();
    }
    try {
      Environment process = new Environment(request.caller().environment(), Map.of(), List.of());
      return sources.located(name, new Paths(request.caller().workingDirectory(), process));
    } catch (RemoteFault fault) {
      throw new InvalidInput(
          "compose file \"%s\": %s".formatted(name, fault.what()),
          new Resource("path", name),
          fault.fix());
    }
  }

  /// Whether a name is that of a file of another machine. Asked without loading more where it is
  /// plain that it is not, as nearly always.
  static boolean isRemote(String name) {
    boolean plain = name.indexOf(':') < 0 && !name.startsWith("github.com/");
    return !plain && (name.startsWith(Artifacts.PREFIX) || GitReference.is(name));
  }

  /// The compose file of a directory, if it has one under a usual name.
  static Optional<Path> usualFile(Path directory) {
    return Sources.existing(directory, NAMES).stream().findFirst();
  }

  static Found read(Located located, LoadRequest request, Sources sources, Problems problems) {
    List<SourceText> texts = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    for (String file : located.files()) {
      if (file.equals(STDIN)) {
        texts.add(new SourceText(STDIN, stdin(request)));
      } else {
        Path path = Path.of(file);
        texts.add(sources.read(path, "compose file", "check the name, or create the file"));
        paths.add(path);
      }
    }
    for (Path file : located.passedOver()) {
      String taken = sources.display(paths.getFirst());
      problems.warning(
          "\"%s\" is not read: its directory has another compose file"
              .formatted(sources.display(file)),
          texts.getFirst().start(),
          "remove one, or name those to merge: -f %s -f %s"
              .formatted(taken, sources.display(file)));
    }
    return new Found(located.projectDirectory(), texts, paths);
  }

  private static String stdin(LoadRequest request) {
    return request
        .caller()
        .stdin()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "\"-f -\" reads standard input, and nothing was given there",
                    new Resource("path", STDIN),
                    "pipe a compose file into the command"));
  }

  private static Path directory(LoadRequest request, List<String> names) {
    Path from = request.caller().workingDirectory();
    if (request.flags().projectDirectory().isPresent()) {
      return from.resolve(request.flags().projectDirectory().get()).normalize();
    }
    for (String name : names) {
      Path parent = from.resolve(name).normalize().getParent();
      if (!name.equals(STDIN) && !isRemote(name) && parent != null) {
        return parent;
      }
    }
    return from;
  }

  /// The files of `COMPOSE_FILE`.
  static List<String> listed(Map<String, String> variables) {
    String listed = variables.getOrDefault("COMPOSE_FILE", "");
    if (listed.isEmpty()) {
      return List.of();
    }
    String given = variables.getOrDefault("COMPOSE_PATH_SEPARATOR", "");
    String separator = given.isEmpty() ? File.pathSeparator : given;
    return Arrays.stream(listed.split(Pattern.quote(separator), -1))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static Located lookedFor(LoadRequest request) {
    Path start = start(request);
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      List<Path> usual = Sources.existing(directory, NAMES);
      if (!usual.isEmpty()) {
        List<Path> overrides = Sources.existing(directory, OVERRIDES);
        List<String> files = new ArrayList<>();
        List<Path> passedOver = new ArrayList<>(usual.subList(1, usual.size()));
        files.add(usual.getFirst().toString());
        if (!overrides.isEmpty()) {
          files.add(overrides.getFirst().toString());
          passedOver.addAll(overrides.subList(1, overrides.size()));
        }
        Path project = request.flags().projectDirectory().isPresent() ? start : directory;
        return new Located(project, files, passedOver);
      }
    }
    throw new NotFound(
        "no compose file found in \"%s\" or any directory above it".formatted(start),
        new Resource("path", start.toString()),
        "write a compose.yaml, or name the file with -f");
  }
}

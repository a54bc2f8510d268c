package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The name of the project that a command is about: `-p`, `COMPOSE_PROJECT_NAME`, `name:` in the
/// files, or the directory's name (compose-spec, 04-version-and-name.md).
///
/// Most commands need no more of the files than this. So it is looked for line by line, and only
/// where that cannot be certain the files are loaded in full.
final class ProjectName {
  private static final List<String> FILES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml");
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yaml",
          "compose.override.yml",
          "docker-compose.override.yaml",
          "docker-compose.override.yml");

  private ProjectName() {}

  static String of(Call call) throws IOException {
    Optional<String> explicit = call.globals().projectName();
    if (explicit.isPresent()) {
      return checked(explicit.get());
    }
    Optional<String> seen = seen(call);
    return seen.isPresent() ? seen.get() : DeclaredProject.load(call, List.of()).name();
  }

  private static String checked(String name) {
    if (!name.equals(normalised(name))) {
      throw new InvalidInput(
          "invalid project name \"" + name + "\"",
          new Resource("project", name),
          "use lower-case letters, digits, _ and -, and begin with a letter or a digit");
    }
    return name;
  }

  /// Lower case, without what a name may not hold.
  private static String normalised(String text) {
    StringBuilder name = new StringBuilder();
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      boolean first = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (first || (!name.isEmpty() && (c == '_' || c == '-'))) {
        name.append(c);
      }
    }
    return name.toString();
  }

  /// The name, when a look at the lines is enough to know it.
  private static Optional<String> seen(Call call) throws IOException {
    boolean special =
        !call.globals().environmentFiles().isEmpty()
            || call.globals().projectDirectory().isPresent()
            || call.globals().files().contains("-");
    if (special) {
      return Optional.empty();
    }
    List<Path> files =
        call.globals().files().isEmpty()
            ? usualFiles(call.around().directory())
            : call.globals().files().stream()
                .map(file -> call.around().directory().resolve(file).normalize())
                .toList();
    if (files.isEmpty()) {
      return Optional.empty();
    }
    Path directory = files.getFirst().getParent();
    if (directory == null || mentionsCompose(directory.resolve(".env"))) {
      return Optional.empty();
    }
    Path last = directory.getFileName();
    String name = last == null ? "" : normalised(last.toString());
    for (Path file : files) {
      Optional<String> declared = declared(file, name);
      if (declared.isEmpty()) {
        return Optional.empty();
      }
      name = declared.get();
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /// The file of a usual name in a directory or above it, and its override.
  private static List<Path> usualFiles(Path start) {
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      for (String name : FILES) {
        Path file = directory.resolve(name);
        if (Files.isRegularFile(file)) {
          Path parent = directory;
          return OVERRIDES.stream()
              .map(parent::resolve)
              .filter(Files::isRegularFile)
              .findFirst()
              .map(override -> List.of(file, override))
              .orElse(List.of(file));
        }
      }
    }
    return List.of();
  }

  private static boolean mentionsCompose(Path file) throws IOException {
    return Files.exists(file)
        && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains("COMPOSE_");
  }

  /// The plain scalar of a top-level `name:`, or what was known before it; empty when the file has
  /// to be parsed to know.
  private static Optional<String> declared(Path file, String before) throws IOException {
    String name = before;
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      return Optional.empty();
    }
    for (String line : lines) {
      boolean indented = line.isEmpty() || " \t#\r".indexOf(line.charAt(0)) >= 0;
      if (indented) {
        continue;
      }
      boolean key = Character.isLetter(line.charAt(0));
      if (!key || line.startsWith("include")) {
        return Optional.empty();
      }
      if (line.startsWith("name")) {
        String value = line.startsWith("name: ") ? line.substring("name: ".length()).strip() : "";
        if (value.isEmpty() || !value.equals(normalised(value))) {
          return Optional.empty();
        }
        name = value;
      }
    }
    return Optional.of(name);
  }
}

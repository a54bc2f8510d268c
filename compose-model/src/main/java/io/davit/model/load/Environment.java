package io.davit.model.load;

import io.davit.model.env.Dotenv;
import io.davit.model.interpolate.Variables;
import io.davit.model.report.Problems;
import io.davit.model.yaml.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables of a project: those of the process first, then those of `--env-file`s or `.env`
/// (compose-spec 12-interpolation.md).
///
/// @param values all of them
/// @param files that were read, absolute, as given by flags or `COMPOSE_ENV_FILES`
record Environment(Map<String, String> values, List<Path> files) implements Variables {
  Environment {
    values = Map.copyOf(values);
    files = List.copyOf(files);
  }

  @Override
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Environment with(String name, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value);
    return new Environment(more, files);
  }

  /// The process's, and the files that flags or variables name, or the `.env` of a directory.
  static Environment of(LoadRequest request, Path directory, Sources sources, Problems problems) {
    Map<String, String> process = request.environment();
    List<Path> named = new ArrayList<>();
    for (String name : namedFiles(request)) {
      named.add(request.workingDirectory().resolve(name).normalize());
    }
    Map<String, String> values = new HashMap<>();
    for (Path file : named) {
      read(
          sources.read(file, "env file", "check the name given with --env-file"),
          process,
          values,
          problems);
    }
    boolean disabled = isTrue(process.getOrDefault("COMPOSE_DISABLE_ENV_FILE", ""));
    if (named.isEmpty() && !disabled) {
      sources
          .readIfPresent(directory.resolve(".env"))
          .ifPresent(text -> read(text, process, values, problems));
    }
    values.putAll(process);
    return new Environment(values, named);
  }

  private static List<String> namedFiles(LoadRequest request) {
    if (!request.envFiles().isEmpty()) {
      return request.envFiles();
    }
    String listed = request.environment().getOrDefault("COMPOSE_ENV_FILES", "");
    return listed.isEmpty() ? List.of() : List.of(listed.split(",", -1));
  }

  private static void read(
      SourceText text, Map<String, String> process, Map<String, String> values, Problems problems) {
    Variables before = Variables.of(process).or(Variables.of(Map.copyOf(values)));
    Dotenv.parse(text, before, problems)
        .forEach((name, assignment) -> values.put(name, assignment.value()));
  }

  private static boolean isTrue(String text) {
    return List.of("1", "t", "true", "y").contains(text.toLowerCase(java.util.Locale.ROOT));
  }
}

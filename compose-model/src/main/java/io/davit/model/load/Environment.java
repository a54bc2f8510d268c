package io.davit.model.load;

import io.davit.model.env.Dotenv;
import io.davit.model.env.Dotenv.Assignment;
import io.davit.model.interpolate.Variables;
import io.davit.model.report.Problems;
import io.davit.model.yaml.SourceText;
import io.davit.problem.SourceSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The variables of a project: those of the process first, then those of `--env-file`s or `.env`
/// (compose-spec 12-interpolation.md).
///
/// @param values all of them
/// @param origins where those that a file gives are written; the others are the process's
/// @param files that were read because flags or `COMPOSE_ENV_FILES` name them, absolute
record Environment(Map<String, String> values, Map<String, SourceSpan> origins, List<Path> files)
    implements Variables {
  Environment {
    values = Map.copyOf(values);
    origins = Map.copyOf(origins);
    files = List.copyOf(files);
  }

  @Override
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String orEmpty(String name) {
    return values.getOrDefault(name, "");
  }

  Environment with(String name, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value);
    return new Environment(more, origins, files);
  }

  /// The process's, and those of the files that flags or variables name, or of the `.env` beside
  /// the first file that a flag names, in the project directory of a flag, or in the working
  /// directory.
  static Environment of(LoadRequest request, Sources sources, Problems problems) {
    Environment process = new Environment(request.caller().environment(), Map.of(), List.of());
    List<Path> named = new ArrayList<>();
    for (String name : request.namedEnvFiles()) {
      named.add(new Paths(request.caller().workingDirectory(), process).absolute(name));
    }
    if (named.isEmpty()) {
      return process.orDotenv(Discovery.start(request), request, sources, problems);
    }
    List<SourceText> texts = new ArrayList<>();
    for (Path file : named) {
      texts.add(sources.read(file, "env file", "check the name given with --env-file"));
    }
    Environment read = process.or(texts, problems);
    return new Environment(read.values(), read.origins(), named);
  }

  /// This, and below it what the `.env` of a directory says; nothing of it when files are named, or
  /// `COMPOSE_DISABLE_ENV_FILE` says so.
  Environment orDotenv(Path directory, LoadRequest request, Sources sources, Problems problems) {
    String disabled = request.caller().environment().getOrDefault("COMPOSE_DISABLE_ENV_FILE", "");
    if (!request.namedEnvFiles().isEmpty() || isTrue(disabled)) {
      return this;
    }
    return sources
        .readIfPresent(directory.resolve(".env"))
        .map(text -> or(List.of(text), problems))
        .orElse(this);
  }

  /// This, and below it what files say, of which a later one wins.
  Environment or(List<SourceText> texts, Problems problems) {
    Map<String, String> below = new HashMap<>();
    Map<String, SourceSpan> written = new HashMap<>();
    for (SourceText text : texts) {
      Variables known = or(Variables.of(Map.copyOf(below)));
      Map<String, Assignment> assignments = Dotenv.parse(text, known, problems);
      assignments.forEach(
          (name, assignment) -> {
            below.put(name, assignment.value());
            written.put(name, assignment.source());
          });
    }
    below.putAll(values);
    written.keySet().removeAll(values.keySet());
    written.putAll(origins);
    return new Environment(below, written, files);
  }

  /// Go's truth, as Docker Compose reads it.
  static boolean isTrue(String text) {
    return List.of("1", "t", "true", "y").contains(text.toLowerCase(Locale.ROOT));
  }
}

package io.davit.model.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The process that asks for a project.
///
/// @param workingDirectory absolute; where relative names begin
/// @param stdin what `-` stands for in place of a file
/// @param fetches whether it wants files of other machines
public record Caller(
    Path workingDirectory,
    Map<String, String> environment,
    Optional<String> stdin,
    boolean fetches) {
  public Caller {
    environment = Map.copyOf(environment);
  }

  /// One that gives nothing as standard input.
  public static Caller in(Path workingDirectory, Map<String, String> environment) {
    return new Caller(workingDirectory, environment, Optional.empty(), true);
  }

  public Caller withInput(String text) {
    return new Caller(workingDirectory, environment, Optional.of(text), fetches);
  }

  /// The same for whom files of other machines are refused.
  public Caller withoutRemoteFiles() {
    return new Caller(workingDirectory, environment, stdin, false);
  }

  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /// Whether a variable switches something off that is on.
  boolean denies(String name) {
    return List.of("0", "f", "false").contains(variable(name).toLowerCase(Locale.ROOT));
  }

  /// The files of `COMPOSE_ENV_FILES`.
  List<String> envFiles() {
    return Arrays.stream(variable("COMPOSE_ENV_FILES").split(",", -1))
        .filter(name -> !name.isEmpty())
        .toList();
  }
}

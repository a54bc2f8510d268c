package io.davit.model.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What to load, and for which environment. What a flag leaves open, the variables `COMPOSE_FILE`,
/// `COMPOSE_PROJECT_NAME`, `COMPOSE_PROFILES` and `COMPOSE_ENV_FILES` decide, from the environment
/// or from `.env`.
///
/// @param workingDirectory absolute; where relative names begin
/// @param environment of the process
/// @param files in the order of merging, `-` for `stdin`; empty: looked for
/// @param projectDirectory empty: that of the first file
/// @param envFiles instead of `.env`; a later one wins
/// @param services asked for by name: their profiles are active, too
/// @param stdin what `-` stands for
public record LoadRequest(
    Path workingDirectory,
    Map<String, String> environment,
    List<String> files,
    Optional<Path> projectDirectory,
    Optional<String> projectName,
    List<String> envFiles,
    List<String> profiles,
    List<String> services,
    Optional<String> stdin) {
  public LoadRequest {
    environment = Map.copyOf(environment);
    files = List.copyOf(files);
    envFiles = List.copyOf(envFiles);
    profiles = List.copyOf(profiles);
    services = List.copyOf(services);
  }

  /// The files of variables that a flag or `COMPOSE_ENV_FILES` names; none: `.env` is looked for.
  List<String> namedEnvFiles() {
    if (!envFiles.isEmpty()) {
      return envFiles;
    }
    String listed = environment.getOrDefault("COMPOSE_ENV_FILES", "");
    if (listed.isEmpty()) {
      return List.of();
    }
    return Arrays.stream(listed.split(",", -1)).filter(name -> !name.isEmpty()).toList();
  }

  /// Whatever compose file is found from this directory upwards.
  public static LoadRequest in(Path workingDirectory, Map<String, String> environment) {
    return new LoadRequest(
        workingDirectory,
        environment,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  public LoadRequest withFiles(List<String> names) {
    return new LoadRequest(
        workingDirectory,
        environment,
        names,
        projectDirectory,
        projectName,
        envFiles,
        profiles,
        services,
        stdin);
  }

  public LoadRequest withName(String name) {
    return new LoadRequest(
        workingDirectory,
        environment,
        files,
        projectDirectory,
        Optional.of(name),
        envFiles,
        profiles,
        services,
        stdin);
  }

  /// The text instead of any file, as `-f -` gives it.
  public LoadRequest withStdin(String text) {
    return withFiles(List.of(Discovery.STDIN)).withInput(text);
  }

  /// @param text what `-` stands for
  public LoadRequest withInput(String text) {
    return new LoadRequest(
        workingDirectory,
        environment,
        files,
        projectDirectory,
        projectName,
        envFiles,
        profiles,
        services,
        Optional.of(text));
  }

  /// @param names services that are asked for
  public LoadRequest withServices(List<String> names) {
    return new LoadRequest(
        workingDirectory,
        environment,
        files,
        projectDirectory,
        projectName,
        envFiles,
        profiles,
        names,
        stdin);
  }

  /// Whether one of the files is standard input.
  public boolean readsStdin() {
    List<String> names = files.isEmpty() ? Discovery.listed(environment) : files;
    return names.contains(Discovery.STDIN);
  }
}

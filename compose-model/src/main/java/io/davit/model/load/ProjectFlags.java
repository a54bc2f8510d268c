package io.davit.model.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What flags say about the project. What one leaves open, the variables `COMPOSE_FILE`,
/// `COMPOSE_PROJECT_NAME`, `COMPOSE_PROFILES` and `COMPOSE_ENV_FILES` decide, from the environment
/// or from `.env`.
///
/// @param files in the order of merging, `-` for standard input; empty: looked for
/// @param projectDirectory empty: that of the first file
/// @param envFiles instead of `.env`; a later one wins
/// @param compatibility whether names are joined as Docker Compose 1 did; also
///   `COMPOSE_COMPATIBILITY` says so
/// @param allResources whether those that no service uses belong to the project, too
public record ProjectFlags(
    List<String> files,
    Optional<Path> projectDirectory,
    Optional<String> projectName,
    List<String> envFiles,
    List<String> profiles,
    boolean allResources,
    boolean compatibility) {
  public static final ProjectFlags NONE =
      new ProjectFlags(
          List.of(), Optional.empty(), Optional.empty(), List.of(), List.of(), false, false);

  public ProjectFlags {
    files = List.copyOf(files);
    envFiles = List.copyOf(envFiles);
    profiles = List.copyOf(profiles);
  }

  public ProjectFlags withFiles(List<String> names) {
    return new ProjectFlags(
        names, projectDirectory, projectName, envFiles, profiles, allResources, compatibility);
  }

  public ProjectFlags withName(String name) {
    return new ProjectFlags(
        files,
        projectDirectory,
        Optional.of(name),
        envFiles,
        profiles,
        allResources,
        compatibility);
  }
}

package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.problem.InvalidProject;
import java.nio.file.Path;

/// Loads a project. The order of the steps is that of the Compose specification's reference
/// implementation: parse, interpolate, expand short forms, merge; then profiles, references, paths,
/// environments, names; then [io.davit.model.Project]. Everything that is wrong is told at once.
///
/// Reads files, and nothing else of the machine. Safe to use from several threads.
public final class ProjectLoader {
  private ProjectLoader() {}

  /// @throws InvalidProject with all problems, by position
  /// @throws io.davit.problem.NotFound when a file that was named, or any compose file, is missing
  /// @throws io.davit.problem.InvalidInput for a project name that is not one
  public static LoadedProject load(LoadRequest request) {
    return loading(request).expanded();
  }

  /// The files merged, with their variables as they stand; what a variable decides is not checked.
  ///
  /// @throws InvalidProject and others as [#load] does
  public static UnexpandedProject loadUnexpanded(LoadRequest request) {
    return loading(request).unexpanded();
  }

  private static Loading loading(LoadRequest request) {
    Problems problems = new Problems();
    Sources sources = new Sources(request.workingDirectory());
    Path early = Discovery.projectDirectory(request, request.files());
    Environment environment = Environment.of(request, early, sources, problems);
    Discovery.Found found = Discovery.find(request, sources, environment);
    if (!found.projectDirectory().equals(early)) {
      environment = Environment.of(request, found.projectDirectory(), sources, problems);
    }
    return new Loading(request, found, sources, environment, problems);
  }
}

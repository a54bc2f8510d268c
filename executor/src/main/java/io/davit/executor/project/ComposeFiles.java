package io.davit.executor.project;

import io.davit.api.ProjectRequest;
import io.davit.model.load.Caller;
import io.davit.model.load.LoadRequest;
import io.davit.model.load.LoadedProject;
import io.davit.model.load.ProjectFlags;
import io.davit.model.load.ProjectLoader;
import io.davit.problem.InvalidInput;
import io.davit.problem.InvalidProject;
import io.davit.problem.Problem;
import io.davit.problem.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads compose files for a client, when that is all that is to be done about them: what must be
/// told of them, the client finds out and tells, where the files, their reader and the terminal are
/// the user's.
final class ComposeFiles {
  private ComposeFiles() {}

  /// What they declare.
  ///
  /// @throws InvalidInput when this process sees other files than the client, or nothing is to be
  ///   brought up
  /// @throws InvalidProject when there is an error or a warning; others as [ProjectLoader#load]
  static Model model(ProjectRequest.Files files, List<String> services) {
    String directory = files.workingDirectory();
    Map<String, String> environment = files.environment();
    if (directory == null || environment == null) {
      throw refused("Files without WorkingDirectory or Environment");
    }
    if (!view().equals(files.view())) {
      throw refused("the engine sees other files than the client");
    }
    Caller caller = Caller.in(Path.of(directory), environment);
    ProjectFlags flags =
        new ProjectFlags(
            list(files.names()),
            Optional.ofNullable(files.projectDirectory()).map(Path::of),
            Optional.ofNullable(files.projectName()),
            list(files.envFiles()),
            list(files.profiles()),
            Request.flag(files.allResources()),
            Request.flag(files.compatibility()));
    LoadedProject loaded =
        ProjectLoader.load(new LoadRequest(caller.withoutRemoteFiles(), flags, services));
    List<Problem> told = new ArrayList<>(loaded.warnings());
    told.addAll(loaded.unhonoured());
    if (!told.isEmpty()) {
      throw new InvalidProject(told);
    }
    if (loaded.project().services().isEmpty()) {
      throw refused("no service is selected");
    }
    return Model.of(loaded.project());
  }

  private static String view() {
    try {
      return ProjectRequest.Files.ownView();
    } catch (IOException e) {
      throw refused("the engine has no /proc: " + e.getMessage());
    }
  }

  private static InvalidInput refused(String why) {
    return new InvalidInput(why, new Resource("request", "Files"), "send a Model");
  }

  private static List<String> list(@Nullable List<String> given) {
    return given == null ? List.of() : given;
  }
}

package io.davit.cli.command;

import com.google.gson.JsonObject;
import io.davit.api.ProjectRequest;
import io.davit.cli.Call;
import io.davit.cli.engine.EngineRefused;
import io.davit.model.load.LoadRequest;
import io.davit.model.load.ProjectFlags;
import io.davit.problem.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Brings a project up whose files the engine reads: its reader is warm, and the one here would
/// take most of the command's time for many services (docs/adr/0003-starting-fast.md).
///
/// The engine takes only files about which there is nothing to tell; all others are read here, as
/// if it had not been asked.
final class EngineReads {
  private EngineReads() {}

  /// @param body of the `up`, without a model
  /// @return empty when the files must be read here
  static Optional<ProjectOperation.Outcome> up(Call call, OperationBody body) throws IOException {
    LoadRequest request = call.globals().request(call.around());
    if (request.readsStdin()) {
      return Optional.empty();
    }
    try {
      String name = DeclaredProject.name(call);
      body.files(files(request));
      return Optional.of(
          new ProjectOperation(call, call.engine(), name, "up").perform(body.json()));
    } catch (EngineRefused refused) {
      if (refused.inStream()) {
        throw refused;
      }
      return Optional.empty();
    } catch (Failure _) {
      return Optional.empty(); // reading them here says it with its place
    }
  }

  private static JsonObject files(LoadRequest request) throws IOException {
    ProjectFlags flags = request.flags();
    JsonObject files = new JsonObject();
    files.addProperty("View", ProjectRequest.Files.ownView());
    files.addProperty("WorkingDirectory", request.caller().workingDirectory().toString());
    JsonObject environment = new JsonObject();
    request.caller().environment().forEach(environment::addProperty);
    files.add("Environment", environment);
    list(files, "Names", flags.files());
    flags
        .projectDirectory()
        .ifPresent(directory -> files.addProperty("ProjectDirectory", directory.toString()));
    flags.projectName().ifPresent(name -> files.addProperty("ProjectName", name));
    list(files, "EnvFiles", flags.envFiles());
    list(files, "Profiles", flags.profiles());
    files.addProperty("AllResources", flags.allResources());
    files.addProperty("Compatibility", flags.compatibility());
    return files;
  }

  private static void list(JsonObject files, String name, List<String> values) {
    if (!values.isEmpty()) {
      files.add(name, OperationBody.array(values));
    }
  }
}

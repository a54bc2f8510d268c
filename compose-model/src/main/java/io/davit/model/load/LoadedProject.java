package io.davit.model.load;

import io.davit.model.Project;
import io.davit.model.yaml.Node;
import io.davit.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A project and what was noticed about it.
///
/// @param canonical the merged files in long form, with what [Project] leaves out: `x-` keys, and
///   `deploy` as it was written. This is what `config` shows
/// @param profiles every profile that a service names, active or not
/// @param environment what the variables of the files were expanded with
/// @param warnings by position
/// @param support looks for what is [#unhonoured()]
/// @param remoteFiles names of the files that were fetched from other machines, in the order of
///   reading
/// @param remote whether the first compose file is one of them
public record LoadedProject(
    Project project,
    Node.Mapping canonical,
    List<String> profiles,
    Map<String, String> environment,
    List<Problem> warnings,
    Supplier<List<Problem>> support,
    List<String> remoteFiles,
    boolean remote) {
  public LoadedProject {
    profiles = List.copyOf(profiles);
    environment = Map.copyOf(environment);
    warnings = List.copyOf(warnings);
    remoteFiles = List.copyOf(remoteFiles);
  }

  /// What of the enabled services Davit does not honour, by position: warnings where something else
  /// happens instead, errors where the project cannot be brought up. Looked for now: who only shows
  /// a project need not know.
  public List<Problem> unhonoured() {
    return support.get();
  }

  /// Whether an attached `up` shows what a service prints (compose-spec 05-services.md#attach).
  public boolean attaches(String service) {
    Node.Mapping services = Trees.child(canonical, "services");
    return !Trees.text(Trees.child(services, service), "attach").equals("false");
  }
}

package io.davit.model.load;

import io.davit.model.Project;
import io.davit.model.yaml.Node;
import io.davit.problem.Problem;
import java.util.List;

/// A project and what was noticed about it.
///
/// @param canonical the merged files in long form, with what [Project] leaves out: `x-` keys, and
///   `deploy` as it was written. This is what `config` shows
/// @param warnings by position
public record LoadedProject(Project project, Node.Mapping canonical, List<Problem> warnings) {
  public LoadedProject {
    warnings = List.copyOf(warnings);
  }
}

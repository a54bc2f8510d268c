package io.davit.model.load;

import io.davit.model.yaml.Node;
import io.davit.problem.Problem;
import java.util.List;

/// A project as `config` shows it with some steps left out: nothing can be brought up from it.
///
/// @param canonical the merged files in long form
/// @param warnings by position
public record ShownProject(Node.Mapping canonical, List<Problem> warnings) {
  public ShownProject {
    warnings = List.copyOf(warnings);
  }
}

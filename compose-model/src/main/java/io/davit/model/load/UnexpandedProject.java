package io.davit.model.load;

import io.davit.model.yaml.Node;
import java.util.List;

/// A project before its variables are expanded: what `config --no-interpolate` and `config
/// --variables` show.
///
/// @param canonical all services, enabled or not, and all resources, in long form, as far as that
///   is known without the variables' values
/// @param variables by name
public record UnexpandedProject(Node.Mapping canonical, List<VariableUse> variables) {
  public UnexpandedProject {
    variables = List.copyOf(variables);
  }

  /// A variable that the files mention.
  ///
  /// @param required whether a load fails without it
  /// @param defaultValue as written; empty when there is none
  /// @param alternateValue what stands for it when it is set; empty when it is itself
  public record VariableUse(
      String name, boolean required, String defaultValue, String alternateValue) {}
}

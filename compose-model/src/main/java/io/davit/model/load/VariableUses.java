package io.davit.model.load;

import io.davit.model.interpolate.Template;
import io.davit.model.interpolate.Template.Variable;
import io.davit.model.interpolate.TemplateFault;
import io.davit.model.load.UnexpandedProject.VariableUse;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Finds the variables in the values of documents. Of several uses the first counts.
final class VariableUses {
  private final Map<String, VariableUse> found = new TreeMap<>();

  private VariableUses() {}

  /// By name.
  static List<VariableUse> of(List<Node> roots) {
    VariableUses uses = new VariableUses();
    roots.forEach(uses::search);
    return List.copyOf(uses.found.values());
  }

  private void search(Node node) {
    switch (node) {
      case Scalar scalar -> searchText(scalar.text());
      case Sequence sequence -> sequence.items().forEach(this::search);
      case Mapping mapping -> mapping.entries().values().forEach(entry -> search(entry.value()));
      case Node.Tagged tagged -> search(tagged.node());
    }
  }

  private void searchText(String text) {
    try {
      for (Variable variable : Template.parse(text).variables()) {
        found.putIfAbsent(variable.name(), use(variable));
      }
    } catch (TemplateFault _) {
      // A load tells of it.
    }
  }

  private static VariableUse use(Variable variable) {
    String argument = variable.argument().source();
    return switch (variable.operator()) {
      case PLAIN -> new VariableUse(variable.name(), false, "", "");
      case DEFAULT, DEFAULT_OR_EMPTY -> new VariableUse(variable.name(), false, argument, "");
      case REQUIRED, REQUIRED_OR_EMPTY -> new VariableUse(variable.name(), true, "", "");
      case ALTERNATIVE, ALTERNATIVE_OR_EMPTY ->
          new VariableUse(variable.name(), false, "", argument);
    };
  }
}

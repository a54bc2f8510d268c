package io.davit.cli.command;

import com.google.gson.JsonObject;
import io.davit.cli.engine.JsonText;
import io.davit.model.load.UnexpandedProject.VariableUse;
import java.util.List;

/// The variables of compose files for programs, with the keys that Docker Compose gives them.
final class VariableUseText {
  private VariableUseText() {}

  static JsonObject json(List<VariableUse> uses) {
    JsonObject variables = new JsonObject();
    for (VariableUse use : uses) {
      JsonObject variable = new JsonObject();
      variable.addProperty("Name", use.name());
      variable.addProperty("DefaultValue", use.defaultValue());
      variable.addProperty("PresenceValue", use.alternateValue());
      variable.addProperty("Required", use.required());
      variables.add(use.name(), variable);
    }
    return variables;
  }

  static String yaml(List<VariableUse> uses) {
    StringBuilder text = new StringBuilder();
    for (VariableUse use : uses) {
      text.append(use.name()).append(":\n");
      text.append("    name: ").append(quoted(use.name()));
      text.append("    defaultvalue: ").append(quoted(use.defaultValue()));
      text.append("    presencevalue: ").append(quoted(use.alternateValue()));
      text.append("    required: ").append(use.required()).append('\n');
    }
    return text.isEmpty() ? "{}\n" : text.toString();
  }

  /// A text of JSON is one of YAML.
  private static String quoted(String text) {
    return JsonText.pretty(new com.google.gson.JsonPrimitive(text)) + "\n";
  }
}

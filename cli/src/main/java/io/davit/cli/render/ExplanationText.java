package io.davit.cli.render;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.davit.model.load.Explanation;
import io.davit.model.load.Explanation.Reached;
import io.davit.model.load.Explanation.Step;
import io.davit.model.load.Explanation.Value;
import io.davit.model.load.Explanation.Variable;
import io.davit.problem.SourceSpan;
import java.util.Locale;

/// The steps that made values, as a person reads them, or as JSON.
///
/// ```
/// services.web.image = nginx:2
///   compose.yaml:3:12           written       nginx:1
///   compose.override.yaml:3:12  overrides it  nginx:2
///     as "nginx:${TAG:-1}"
///     TAG = 2, from .env:1:5
/// ```
public final class ExplanationText {
  private ExplanationText() {}

  public static String text(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    for (Value value : explanation.values()) {
      text.append(value.path())
          .append(value.value().map(v -> " = " + oneLine(v)).orElse(" is not set"))
          .append('\n');
      int places = 0;
      int actions = 0;
      for (Step step : value.steps()) {
        places = Math.max(places, place(step).length());
        actions = Math.max(actions, words(step).length());
      }
      for (Step step : value.steps()) {
        String line =
            "  "
                + padded(place(step), places)
                + "  "
                + padded(words(step), actions)
                + "  "
                + step.value().map(ExplanationText::oneLine).orElse("");
        text.append(line.stripTrailing()).append('\n');
        append(text, step);
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Step step) {
    step.written().ifPresent(w -> text.append("    as \"").append(oneLine(w)).append("\"\n"));
    for (Variable variable : step.variables()) {
      text.append("    ").append(variable.name());
      text.append(
          variable.value().map(v -> " = " + oneLine(v) + ", from ").orElse(" has no value: "));
      text.append(variable.source()).append('\n');
    }
    for (Reached way : step.reached()) {
      text.append("    by ").append(way.how()).append(" at ").append(way.at().describe());
      text.append('\n');
    }
  }

  private static String place(Step step) {
    return step.at().map(SourceSpan::describe).orElse("-");
  }

  private static String words(Step step) {
    return switch (step.action()) {
      case WRITTEN -> "written";
      case OVERRIDDEN -> "overrides it";
      case APPENDED -> "appends it";
      case REPLACED -> "!override replaces it";
      case RESET -> "!reset takes it away";
      case LEFT_OUT -> "!override leaves it out";
      case ENV_FILE -> "env_file";
      case DEFAULT -> "default";
      case ABSOLUTE -> "made absolute";
      case FLAG -> "-p";
      case VARIABLE -> "COMPOSE_PROJECT_NAME";
    };
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /// A value on one line; an empty one as two quotes.
  public static String oneLine(String text) {
    return text.isEmpty() ? "\"\"" : text.strip().replace("\n", "⏎");
  }

  public static JsonArray json(Explanation explanation) {
    JsonArray values = new JsonArray();
    for (Value value : explanation.values()) {
      JsonObject json = new JsonObject();
      json.addProperty("path", value.path());
      value.value().ifPresent(text -> json.addProperty("value", text));
      JsonArray steps = new JsonArray();
      value.steps().forEach(step -> steps.add(json(step)));
      json.add("steps", steps);
      values.add(json);
    }
    return values;
  }

  private static JsonObject json(Step step) {
    JsonObject json = new JsonObject();
    json.addProperty("action", step.action().name().toLowerCase(Locale.ROOT));
    step.at().ifPresent(at -> addPlace(json, at));
    step.value().ifPresent(text -> json.addProperty("value", text));
    step.written().ifPresent(text -> json.addProperty("written", text));
    JsonArray variables = new JsonArray();
    for (Variable variable : step.variables()) {
      JsonObject one = new JsonObject();
      one.addProperty("name", variable.name());
      variable.value().ifPresent(text -> one.addProperty("value", text));
      one.addProperty("source", variable.source());
      variables.add(one);
    }
    if (!variables.isEmpty()) {
      json.add("variables", variables);
    }
    JsonArray ways = new JsonArray();
    for (Reached way : step.reached()) {
      JsonObject one = new JsonObject();
      one.addProperty("how", way.how());
      addPlace(one, way.at());
      ways.add(one);
    }
    if (!ways.isEmpty()) {
      json.add("reached", ways);
    }
    return json;
  }

  /// Adds file, line and column.
  public static void addPlace(JsonObject json, SourceSpan at) {
    json.addProperty("file", at.file());
    json.addProperty("line", at.line());
    json.addProperty("column", at.column());
  }
}

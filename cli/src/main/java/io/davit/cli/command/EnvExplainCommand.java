package io.davit.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.JsonText;
import io.davit.cli.render.ExplanationText;
import io.davit.cli.render.Table;
import io.davit.model.load.ProjectLoader;
import io.davit.model.load.VariableExplanation;
import io.davit.model.load.VariableExplanation.Candidate;
import io.davit.problem.SourceSpan;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `env explain`: every place that could give a variable of a service its value, and why one does.
public final class EnvExplainCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .value("--format", "FORMAT", "table or json.")
        .arguments("2", "SERVICE VARIABLE", "A service, and a variable of its containers.");
  }

  @Override
  public int run(Call call) throws IOException {
    String format = call.choice("--format", "table", "json");
    VariableExplanation explanation =
        ProjectLoader.explainVariable(
            DeclaredProject.request(call, List.of()),
            call.arguments().getFirst(),
            call.arguments().getLast());
    call.out()
        .print(
            format.equals("json") ? JsonText.pretty(json(explanation)) + "\n" : text(explanation));
    return 0;
  }

  private static String text(VariableExplanation explanation) {
    StringBuilder text = new StringBuilder();
    text.append(explanation.service()).append(": ").append(explanation.name());
    text.append(
        explanation.value().map(v -> " = " + ExplanationText.oneLine(v)).orElse(" is not set"));
    Table table = new Table();
    for (Candidate candidate : explanation.candidates()) {
      table.row(
          (candidate.wins() ? "→ " : "  ") + candidate.place(),
          candidate.at().map(SourceSpan::describe).orElse(""),
          candidate.value().map(ExplanationText::oneLine).orElse(""),
          candidate.why());
    }
    return text.append('\n').append(table.text()).toString();
  }

  private static JsonObject json(VariableExplanation explanation) {
    JsonObject json = new JsonObject();
    json.addProperty("service", explanation.service());
    json.addProperty("variable", explanation.name());
    explanation.value().ifPresent(value -> json.addProperty("value", value));
    JsonArray candidates = new JsonArray();
    for (Candidate candidate : explanation.candidates()) {
      JsonObject one = new JsonObject();
      one.addProperty("place", candidate.place());
      candidate.at().ifPresent(at -> ExplanationText.addPlace(one, at));
      candidate.value().ifPresent(value -> one.addProperty("value", value));
      one.addProperty("wins", candidate.wins());
      one.addProperty("why", candidate.why());
      candidates.add(one);
    }
    json.add("candidates", candidates);
    return json;
  }
}

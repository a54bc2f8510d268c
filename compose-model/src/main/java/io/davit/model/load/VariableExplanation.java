package io.davit.model.load;

import io.davit.model.load.Explanation.Action;
import io.davit.model.load.Explanation.Step;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Every place that could give a variable of a service's containers its value, and why one does
/// (compose-spec 05-services.md#environment, #env_file).
///
/// @param value empty when no place gives one; then that of the image, if it has one, counts
/// @param candidates the one that wins first, then by falling rank
public record VariableExplanation(
    String service, String name, Optional<String> value, List<Candidate> candidates) {
  public VariableExplanation {
    candidates = List.copyOf(candidates);
  }

  /// @param place `environment`, `env_file`, `shell`, `.env`, `--env-file` or `image`
  /// @param at where it is written; empty for the shell and the image
  public record Candidate(
      String place, Optional<SourceSpan> at, Optional<String> value, boolean wins, String why) {}

  /// @param steps that made the variable, in their order
  /// @param outside what the project's own variable of that name is
  static VariableExplanation of(
      String service,
      String name,
      Optional<String> value,
      List<Step> steps,
      Optional<Candidate> outside) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      boolean wins = i == steps.size() - 1 && value.isPresent();
      candidates.add(candidate(steps, i, wins));
    }
    outside.ifPresent(candidates::add);
    candidates.add(
        new Candidate(
            "image",
            Optional.empty(),
            Optional.empty(),
            false,
            value.isPresent()
                ? "not known here; everything above wins over it"
                : "not known here; what it says, if anything, counts"));
    return new VariableExplanation(service, name, value, candidates);
  }

  private static Candidate candidate(List<Step> steps, int index, boolean wins) {
    Step step = steps.get(index);
    boolean file = step.action() == Action.ENV_FILE;
    return new Candidate(
        file ? "env_file" : "environment",
        step.at(),
        step.value(),
        wins,
        wins ? winner(steps, file) : loser(steps, index, file));
  }

  private static String winner(List<Step> steps, boolean file) {
    if (file) {
      return steps.size() == 1
          ? "no other place says it"
          : "\"environment\" does not say it, and the last env_file wins";
    }
    if (!steps.getLast().variables().isEmpty() && steps.getLast().written().isEmpty()) {
      return "a key without a value passes on the project's variable";
    }
    if (steps.size() == 1) {
      return "no other place says it";
    }
    return steps.get(steps.size() - 2).action() == Action.ENV_FILE
        ? "\"environment\" wins over \"env_file\""
        : "the last place to say it wins";
  }

  private static String loser(List<Step> steps, int index, boolean file) {
    if (steps.get(index).value().isEmpty()) {
      return "takes it away";
    }
    if (index == steps.size() - 1) {
      return "a key without a value, and the project has no such variable";
    }
    Step next = steps.get(index + 1);
    String where = next.at().map(SourceSpan::describe).orElse("");
    return switch (next.action()) {
      case ENV_FILE -> "a later env_file says it: " + where;
      case RESET, LEFT_OUT -> "taken away at " + where;
      case WRITTEN, OVERRIDDEN, APPENDED, REPLACED, DEFAULT, ABSOLUTE, FLAG, VARIABLE ->
          file
              ? "\"environment\" wins over \"env_file\": " + where
              : "a later place says it: " + where;
    };
  }
}

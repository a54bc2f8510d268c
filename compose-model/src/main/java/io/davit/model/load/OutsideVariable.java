package io.davit.model.load;

import io.davit.model.load.VariableExplanation.Candidate;
import io.davit.model.schema.Suggestion;
import io.davit.model.yaml.Node.Mapping;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.problem.SourceSpan;
import java.util.Optional;
import java.util.Set;

/// The project's own variable of a name: it is what files are expanded with, and reaches a
/// container only where a file passes it on.
final class OutsideVariable {
  private OutsideVariable() {}

  /// @param inside the variable of the containers, if there is one
  static Optional<Candidate> of(
      String name, Environment environment, Optional<Explanation.Value> inside) {
    Optional<String> value = environment.get(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<SourceSpan> at = Optional.ofNullable(environment.origins().get(name));
    boolean used =
        inside.isPresent()
            && !inside.get().steps().isEmpty()
            && inside.get().steps().getLast().variables().stream()
                .anyMatch(variable -> variable.name().equals(name));
    return Optional.of(
        new Candidate(
            place(at, environment),
            at,
            value,
            false,
            used
                ? "passed on by the first line"
                : "reaches no container by itself: write \"%s:\" below \"environment\", or use ${%s}"
                    .formatted(name, name)));
  }

  /// A flag's files stand in for `.env`; `COMPOSE_ENV_FILES` is the flag's variable.
  private static String place(Optional<SourceSpan> at, Environment environment) {
    if (at.isEmpty()) {
      return "shell";
    }
    return environment.files().isEmpty() ? ".env" : "--env-file";
  }

  static NotFound unknown(String service, String name, Mapping declared) {
    Set<String> known = Trees.child(declared, "environment").entries().keySet();
    return new NotFound(
        "service \"%s\" has no variable \"%s\", and neither has the project"
            .formatted(service, name),
        new Resource("variable", name),
        Suggestion.nearest(name, known)
            .map("did you mean \"%s\"?"::formatted)
            .orElse(
                known.isEmpty()
                    ? "declare it below \"environment\""
                    : "the service has: " + String.join(", ", known)));
  }
}

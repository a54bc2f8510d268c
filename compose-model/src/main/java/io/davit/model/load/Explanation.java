package io.davit.model.load;

import io.davit.problem.SourceSpan;
import java.util.List;
import java.util.Optional;

/// Why values of a project are what they are.
///
/// @param values that of the path asked for, or each one below it, in canonical order
public record Explanation(List<Value> values) {
  public Explanation {
    values = List.copyOf(values);
  }

  /// @param path in the canonical form: `services.web.ports[0].target`
  /// @param value empty when nothing is left of it
  /// @param steps in order; the last one decided
  public record Value(String path, Optional<String> value, List<Step> steps) {
    public Value {
      steps = List.copyOf(steps);
    }
  }

  /// What one place did to a value.
  ///
  /// @param at empty when no file says it
  /// @param value what it said, in canonical form; empty when it took the value away
  /// @param written the text as it stands in the file, when that is another
  /// @param reached how the file came into the project, from the outside to the inside
  /// @param variables that the text was interpolated from
  public record Step(
      Action action,
      Optional<SourceSpan> at,
      Optional<String> value,
      Optional<String> written,
      List<Reached> reached,
      List<Variable> variables) {
    public Step {
      reached = List.copyOf(reached);
      variables = List.copyOf(variables);
    }
  }

  public enum Action {
    WRITTEN,
    OVERRIDDEN,
    APPENDED,
    /// By `!override`.
    REPLACED,
    /// By `!reset`.
    RESET,
    /// An `!override` around it says nothing of it.
    LEFT_OUT,
    ENV_FILE,
    /// No file says it.
    DEFAULT,
    /// A relative path became absolute.
    ABSOLUTE,
    /// By the flag `-p`.
    FLAG,
    /// By a variable of Compose's own.
    VARIABLE
  }

  /// A way into the project.
  ///
  /// @param how `include`, `extends NAME`, `alias` or `<<`
  public record Reached(String how, SourceSpan at) {}

  /// @param value empty when it is not set
  /// @param source a place, `shell`, or what stands in for the value
  public record Variable(String name, Optional<String> value, String source) {}
}

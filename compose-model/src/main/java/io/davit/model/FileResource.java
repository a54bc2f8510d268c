package io.davit.model;

import io.davit.problem.SourceSpan;
import java.nio.file.Path;

/// A config or a secret as declared (compose-spec 08-configs.md, 09-secrets.md).
///
/// @param name as the engine knows it
public record FileResource(String key, String name, Content content, SourceSpan source) {
  /// Where its bytes come from.
  public sealed interface Content {
    record File(Path path) implements Content {}

    /// @param variable whose value it was when the project was loaded
    record Environment(String variable, String value) implements Content {}

    /// Written in the file itself.
    record Inline(String value) implements Content {}
  }
}

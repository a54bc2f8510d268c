package io.davit.model;

import io.davit.problem.SourceSpan;
import java.nio.file.Path;

/// A config or a secret as declared (compose-spec 08-configs.md, 09-secrets.md).
///
/// @param name as the engine knows it
public record FileResource(String key, String name, Content content, SourceSpan source) {
  /// Where its bytes come from.
  public sealed interface Content {
    /// The attribute that says it in a compose file. Not a `switch` elsewhere: each start of the
    /// command line would link that anew.
    String attribute();

    /// What the attribute says. Never the value of a variable, which may be a secret.
    String text();

    record File(Path path) implements Content {
      @Override
      public String attribute() {
        return "file";
      }

      @Override
      public String text() {
        return path.toString();
      }
    }

    /// @param variable whose value it was when the project was loaded
    record Environment(String variable, String value) implements Content {
      @Override
      public String attribute() {
        return "environment";
      }

      @Override
      public String text() {
        return variable;
      }
    }

    /// Written in the file itself.
    record Inline(String value) implements Content {
      @Override
      public String attribute() {
        return "content";
      }

      @Override
      public String text() {
        return value;
      }
    }
  }
}

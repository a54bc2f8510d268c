package io.davit.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Acceptable to Docker or Compose, and not built here: the text names the attribute or feature.
public final class Unsupported extends Failure {
  private static final long serialVersionUID = 1L;

  public Unsupported(String what, Where where, String fix) {
    super(what, Optional.of(where), Optional.of(fix), null);
  }

  public Unsupported(
      String what, Optional<Where> where, Optional<String> fix, @Nullable Throwable cause) {
    super(what, where, fix, cause);
  }
}

package io.davit.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was asked for does not exist.
public final class NotFound extends Failure {
  private static final long serialVersionUID = 1L;

  public NotFound(String what, Where where, String fix) {
    super(what, Optional.of(where), Optional.of(fix), null);
  }

  public NotFound(
      String what, Optional<Where> where, Optional<String> fix, @Nullable Throwable cause) {
    super(what, where, fix, cause);
  }
}

package io.davit.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// It exists already, is in use, or is in a state that forbids the request.
public final class Conflict extends Failure {
  private static final long serialVersionUID = 1L;

  public Conflict(String what, Where where, String fix) {
    super(what, Optional.of(where), Optional.of(fix), null);
  }

  public Conflict(
      String what, Optional<Where> where, Optional<String> fix, @Nullable Throwable cause) {
    super(what, where, fix, cause);
  }
}

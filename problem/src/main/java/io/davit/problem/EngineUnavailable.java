package io.davit.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The engine cannot be reached or would not start.
public final class EngineUnavailable extends Failure {
  private static final long serialVersionUID = 1L;

  public EngineUnavailable(String what, Where where, String fix) {
    super(what, Optional.of(where), Optional.of(fix), null);
  }

  public EngineUnavailable(
      String what, Optional<Where> where, Optional<String> fix, @Nullable Throwable cause) {
    super(what, where, fix, cause);
  }
}

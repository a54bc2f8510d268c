package io.davit.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A deadline passed before the awaited event.
public final class TimedOut extends Failure {
  private static final long serialVersionUID = 1L;

  public TimedOut(String what, Where where, String fix) {
    super(what, Optional.of(where), Optional.of(fix), null);
  }

  public TimedOut(
      String what, Optional<Where> where, Optional<String> fix, @Nullable Throwable cause) {
    super(what, where, fix, cause);
  }
}

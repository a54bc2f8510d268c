package io.davit.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that a service waits for will not come: it ended, is unhealthy, or failed.
public final class DependencyFailed extends Failure {
  private static final long serialVersionUID = 1L;

  public DependencyFailed(String what, Where where, String fix) {
    super(what, Optional.of(where), Optional.of(fix), null);
  }

  public DependencyFailed(
      String what, Optional<Where> where, Optional<String> fix, @Nullable Throwable cause) {
    super(what, where, fix, cause);
  }
}

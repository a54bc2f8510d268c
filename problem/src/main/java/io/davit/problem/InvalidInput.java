package io.davit.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value that a caller gave is not acceptable: a flag, a request body, a name, an archive.
public final class InvalidInput extends Failure {
  private static final long serialVersionUID = 1L;

  public InvalidInput(String what, Where where, String fix) {
    super(what, Optional.of(where), Optional.of(fix), null);
  }

  public InvalidInput(
      String what, Optional<Where> where, Optional<String> fix, @Nullable Throwable cause) {
    super(what, where, fix, cause);
  }
}

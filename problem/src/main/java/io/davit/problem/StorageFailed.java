package io.davit.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reading or writing Davit's own files failed: no space left, a broken disk, a damaged record.
public final class StorageFailed extends Failure {
  private static final long serialVersionUID = 1L;

  public StorageFailed(String what, Where where, String fix) {
    super(what, Optional.of(where), Optional.of(fix), null);
  }

  public StorageFailed(
      String what, Optional<Where> where, Optional<String> fix, @Nullable Throwable cause) {
    super(what, where, fix, cause);
  }
}

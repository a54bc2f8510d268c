package io.davit.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The kernel said no: a missing feature, a missing privilege, an exhausted resource.
public final class KernelRefused extends Failure {
  private static final long serialVersionUID = 1L;

  public KernelRefused(String what, Where where, String fix) {
    super(what, Optional.of(where), Optional.of(fix), null);
  }

  public KernelRefused(
      String what, Optional<Where> where, Optional<String> fix, @Nullable Throwable cause) {
    super(what, where, fix, cause);
  }
}

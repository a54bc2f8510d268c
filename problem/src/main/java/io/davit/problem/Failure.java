package io.davit.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What went wrong, where, and how to fix it. Closed: a caller may switch over it.
///
/// The texts are lower case, without a full stop, with quoted values and the observed next to the
/// expected. Errors of a clean-up are added as suppressed ones.
public abstract sealed class Failure extends RuntimeException
    permits InvalidProject,
        InvalidInput,
        Unsupported,
        NotFound,
        Conflict,
        NotRunnable,
        DependencyFailed,
        KernelRefused,
        StorageFailed,
        EngineUnavailable,
        TimedOut {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Where> where;
  private final transient Optional<String> fix;

  protected Failure(
      String what, Optional<Where> where, Optional<String> fix, @Nullable Throwable cause) {
    super(what, cause);
    this.where = where;
    this.fix = fix;
  }

  /// What happened, in one line.
  public String what() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  public Optional<Where> where() {
    return where;
  }

  /// What the user can do about it.
  public Optional<String> fix() {
    return fix;
  }

  /// What and how to fix it, as the command line prints it.
  public String describe() {
    return fix.map(text -> what() + "\n  fix: " + text).orElseGet(this::what);
  }
}

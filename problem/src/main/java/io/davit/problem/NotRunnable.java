package io.davit.problem;

import java.util.Optional;

/// A command cannot be started inside a container: not found (127) or not executable (126).
public final class NotRunnable extends Failure {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /// @param exitCode 127 when the command does not exist, 126 when it cannot be executed: the
  ///   shell's convention, which Docker follows
  public NotRunnable(String what, Where where, String fix, int exitCode) {
    super(what, Optional.of(where), Optional.of(fix), null);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}

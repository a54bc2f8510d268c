package io.davit.executor.server;

import io.davit.api.ErrorBody;
import io.davit.executor.project.Errors;
import io.davit.problem.Conflict;
import io.davit.problem.DependencyFailed;
import io.davit.problem.EngineUnavailable;
import io.davit.problem.Failure;
import io.davit.problem.InvalidInput;
import io.davit.problem.InvalidProject;
import io.davit.problem.KernelRefused;
import io.davit.problem.NotFound;
import io.davit.problem.NotRunnable;
import io.davit.problem.StorageFailed;
import io.davit.problem.TimedOut;
import io.davit.problem.Unsupported;

/// How a failure is told to a client: Docker's status codes, and a body whose `message` Docker's
/// clients show (docs/api.md).
record ErrorAnswer(int status, ErrorBody body) {
  static ErrorAnswer of(Throwable thrown) {
    int status = thrown instanceof Failure failure ? status(failure) : 500;
    return new ErrorAnswer(status, Errors.body(thrown));
  }

  private static int status(Failure failure) {
    return switch (failure) {
      case InvalidProject _, InvalidInput _, NotRunnable _ -> 400;
      case NotFound _ -> 404;
      case Conflict _ -> 409;
      case Unsupported _ -> 501;
      case EngineUnavailable _ -> 503;
      case DependencyFailed _, KernelRefused _, StorageFailed _, TimedOut _ -> 500;
    };
  }
}

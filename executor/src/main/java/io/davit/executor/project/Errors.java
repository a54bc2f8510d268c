package io.davit.executor.project;

import io.davit.api.ErrorBody;
import io.davit.problem.Failure;
import io.davit.problem.NotRunnable;
import io.davit.problem.Where;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How failures are told to a client: as the body of an answer, or in the last line of an
/// operation.
public final class Errors {
  private Errors() {}

  public static ErrorBody body(Throwable thrown) {
    if (thrown instanceof Failure failure) {
      return new ErrorBody(
          failure.what(),
          failure.where().map(Where::describe).orElse(null),
          failure.fix().orElse(null),
          failure.getClass().getSimpleName(),
          failure instanceof NotRunnable command ? command.exitCode() : null);
    }
    return new ErrorBody("unexpected error: " + thrown, null, null, "Unexpected", null);
  }

  /// All of them in one: the first one decides about the kind, and each is told in full.
  ///
  /// @param failures at least one
  static ErrorBody body(List<? extends Throwable> failures) {
    ErrorBody first = body(failures.getFirst());
    if (failures.size() == 1) {
      return first;
    }
    String message =
        failures.stream()
            .map(Errors::body)
            .map(
                body ->
                    body.message()
                        + Optional.ofNullable(body.fix()).map(fix -> "\n  fix: " + fix).orElse(""))
            .distinct()
            .collect(Collectors.joining("\n"));
    return new ErrorBody(message, first.where(), null, first.kind(), null);
  }

  static String text(Throwable thrown) {
    return body(thrown).message();
  }
}

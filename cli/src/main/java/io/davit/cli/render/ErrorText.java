package io.davit.cli.render;

import com.google.gson.JsonObject;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.JsonText;
import io.davit.problem.Failure;
import io.davit.problem.InvalidProject;
import io.davit.problem.NotRunnable;
import io.davit.problem.Problem;
import io.davit.problem.SourceSpan;
import java.io.PrintStream;
import java.util.Optional;

/// Prints what went wrong: `error: what`, and how to fix it on the next line. Never a stack trace,
/// unless `DAVIT_DEBUG=1` asks for it.
public final class ErrorText {
  private ErrorText() {}

  /// @param json whether the error is one JSON object, as `--progress json` wants it
  /// @return the exit code
  public static int print(PrintStream err, Exception problem, boolean json, boolean trace) {
    String text = text(problem);
    if (json) {
      JsonObject line = new JsonObject();
      String whole = text.startsWith("error: ") ? text.substring("error: ".length()) : text;
      int fix = problem instanceof InvalidProject ? -1 : whole.indexOf("\n  fix: ");
      line.addProperty("error", true);
      line.addProperty("message", fix < 0 ? whole : whole.substring(0, fix));
      if (fix >= 0) {
        line.addProperty("fix", whole.substring(fix + "\n  fix: ".length()));
      }
      err.println(JsonText.write(line));
    } else {
      err.println(text);
    }
    if (trace) {
      problem.printStackTrace(err);
    }
    err.flush();
    return exitCode(problem);
  }

  private static int exitCode(Exception problem) {
    if (problem instanceof EngineRefused refused) {
      return refused.exitCode();
    }
    return problem instanceof NotRunnable notRunnable ? notRunnable.exitCode() : 1;
  }

  static String text(Exception problem) {
    if (problem instanceof InvalidProject invalid) {
      StringBuilder text = new StringBuilder();
      for (Problem one : invalid.problems()) {
        text.append(text.isEmpty() ? "" : "\n").append(problem(one));
      }
      return text.toString();
    }
    if (problem instanceof Failure failure) {
      return withFix("error: " + failure.what(), failure.fix());
    }
    if (problem instanceof EngineRefused refused) {
      return withFix("error: " + refused.what(), refused.fix());
    }
    String message = problem.getMessage();
    String name = problem.getClass().getSimpleName();
    return "error: " + (message == null || message.isEmpty() ? name : message);
  }

  /// One finding: where, what, and how to fix it.
  public static String problem(Problem problem) {
    String severity = problem.severity() == Problem.Severity.ERROR ? "error" : "warning";
    String where = problem.where() instanceof SourceSpan span ? span.describe() + ": " : "";
    return withFix(where + severity + ": " + problem.what(), problem.fix());
  }

  private static String withFix(String what, Optional<String> fix) {
    return fix.filter(text -> !text.isEmpty()).map(text -> what + "\n  fix: " + text).orElse(what);
  }
}

package io.davit.cli.render;

import com.google.gson.JsonObject;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.JsonText;
import io.davit.model.report.ProblemText;
import io.davit.model.report.SourceLines;
import io.davit.problem.Failure;
import io.davit.problem.InvalidProject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/// Prints what went wrong: `error: what`, and how to fix it on the next line. Never a stack trace,
/// unless `DAVIT_DEBUG=1` asks for it.
public final class ErrorText {
  private ErrorText() {}

  /// How errors are printed.
  ///
  /// @param json whether the error is one JSON object, as `--progress json` wants it
  /// @param trace whether a stack trace follows
  /// @param directory what the names of compose files start from
  public record Manner(boolean json, boolean trace, Path directory) {
    /// A failure among others, of which the command tells one after the other.
    public static final Manner PLAIN = new Manner(false, false, Path.of(""));
  }

  /// @return the exit code
  public static int print(PrintStream err, Exception problem, Manner manner) {
    String text = text(problem, manner);
    if (manner.json()) {
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
    if (manner.trace()) {
      problem.printStackTrace(err);
    }
    err.flush();
    return problem instanceof EngineRefused refused ? refused.exitCode() : 1;
  }

  private static String text(Exception problem, Manner manner) {
    if (problem instanceof InvalidProject invalid) {
      SourceLines lines = SourceLines.of(manner.directory(), Optional.empty());
      return ProblemText.render(invalid.problems(), lines).stripTrailing();
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

  private static String withFix(String what, Optional<String> fix) {
    return fix.filter(text -> !text.isEmpty()).map(text -> what + "\n  fix: " + text).orElse(what);
  }
}

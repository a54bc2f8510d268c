package io.davit.cli.command;

import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.JsonText;
import io.davit.cli.engine.Request;
import io.davit.cli.render.ProgressView;
import io.davit.cli.render.Step;
import io.davit.cli.terminal.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// An operation on a project: it asks the engine and shows the steps until the last line says how
/// it ended (docs/api.md).
final class ProjectOperation {
  /// What a shell says of a process that SIGINT ended.
  static final int INTERRUPTED = 130;

  private final Call call;
  private final EngineClient engine;
  private final String project;
  private final String name;

  /// @param name of the operation in the API: `up`
  ProjectOperation(Call call, EngineClient engine, String project, String name) {
    this.call = call;
    this.engine = engine;
    this.project = project;
    this.name = name;
  }

  /// How it ended, when it did not fail.
  ///
  /// @param interrupted whether Ctrl-C broke it off; then there is no result
  record Outcome(boolean interrupted, Fields result) {}

  /// Runs it, or prints its plan when `--dry-run` is given.
  ///
  /// @return the exit code
  int run(JsonObject body) throws IOException {
    if (call.globals().dryRun()) {
      return dryRun(body);
    }
    return perform(body).interrupted() ? INTERRUPTED : 0;
  }

  /// Prints the plan; nothing is touched.
  int dryRun(JsonObject body) throws IOException {
    print(call, plan(body));
    return 0;
  }

  /// The text of a plan; an empty one says so, where no script reads it.
  static void print(Call call, Fields plan) {
    call.out().print(plan.text("Text"));
    if (plan.flag("Empty")) {
      call.err().println("nothing to do");
    }
  }

  /// A [io.davit.api.PlanBody].
  Fields plan(JsonObject body) throws IOException {
    Request request = Request.post(Request.path("projects", project, "plan"));
    return Fields.of(engine.json(request.query("operation", name).json(body)));
  }

  /// Runs it. SIGINT and SIGTERM end the connection, upon which the engine stops at the next
  /// action.
  ///
  /// @throws EngineRefused when it fails
  Outcome perform(JsonObject body) throws IOException {
    return perform(body, call.progress(name));
  }

  /// The same without a word of progress.
  Outcome performSilently(JsonObject body) throws IOException {
    return perform(body, new ProgressView.Quiet());
  }

  private Outcome perform(JsonObject body, ProgressView view) throws IOException {
    AtomicBoolean interrupted = new AtomicBoolean();
    try (Answer answer = engine.send(request(body));
        Signals.Handle _ = interrupter("INT", answer, interrupted);
        Signals.Handle _ = interrupter("TERM", answer, interrupted)) {
      return new Outcome(false, follow(answer, view));
    } catch (IOException e) {
      if (interrupted.get()) {
        return new Outcome(true, Fields.EMPTY);
      }
      throw e;
    }
  }

  /// Runs it beside output of containers: one line a step, nothing drawn over, and signals are left
  /// to the caller.
  void performBeside(JsonObject body) throws IOException {
    try (Answer answer = engine.send(request(body))) {
      follow(answer, call.plainProgress());
    }
  }

  private Request request(JsonObject body) {
    return Request.post(Request.path("projects", project, name)).json(body);
  }

  private Signals.Handle interrupter(String signal, Answer answer, AtomicBoolean interrupted) {
    return call.around()
        .signals()
        .on(
            signal,
            _ -> {
              interrupted.set(true);
              try {
                answer.close();
              } catch (IOException e) {
                // It is closed already: the operation has just ended.
              }
            });
  }

  private Fields follow(Answer answer, ProgressView shown) throws IOException {
    Fields result = Fields.EMPTY;
    boolean ended = false;
    try (ProgressView view = shown;
        BufferedReader lines = answer.lines()) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        Fields line = Fields.of(JsonText.parse(text));
        if (line.has("Result")) {
          result = line.object("Result");
          ended = true;
        } else if (line.has("Id")) {
          view.show(Step.of(line));
        }
      }
    }
    if (!ended) {
      throw new IOException("the engine ended before \"" + name + "\" did; its log says why");
    }
    if (!result.flag("Ok")) {
      throw EngineRefused.of(0, result.object("Error"));
    }
    return result;
  }
}

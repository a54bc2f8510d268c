package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.Request;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/// `up`: makes what the files declare real, then shows its output until it ends or Ctrl-C.
public final class UpCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags flags = Flags.of(spec);
    UpFlags.describe(CreationFlags.describeMore(CreationFlags.describe(flags)));
    flags.services();
  }

  @Override
  public int run(Call call) throws IOException {
    UpFlags flags = UpFlags.of(call);
    CreationFlags.check(call);
    if (flags.detach() && !call.globals().dryRun() && !call.given("--trace")) {
      Optional<ProjectOperation.Outcome> done = EngineReads.up(call, body(call, flags));
      if (done.isPresent()) {
        return done.get().interrupted() ? ProjectOperation.INTERRUPTED : 0;
      }
    }
    DeclaredProject project = DeclaredProject.loadToRun(call, call.arguments());
    project.checkSelection();
    if (!RemoteFiles.confirmed(call, project)) {
      return 1;
    }
    if (!flags.exitCodeFrom().isEmpty() && !project.services().contains(flags.exitCodeFrom())) {
      throw new NotFound(
          "no such service: \"" + flags.exitCodeFrom() + "\"",
          new Resource("flag", "--exit-code-from"),
          "the services are " + String.join(", ", project.services()));
    }
    OperationBody body = body(call, flags).model(project.model());
    EngineClient engine = call.engine();
    ProjectOperation up = new ProjectOperation(call, engine, project.name(), "up");
    if (call.globals().dryRun()) {
      return up.dryRun(body.json());
    }
    Instant since = call.around().clock().instant();
    boolean attached = !flags.detach() && !call.flag("--no-start");
    AttachedUp attachment = new AttachedUp(call, engine, project, flags);
    ProjectOperation.Outcome outcome;
    try {
      outcome = up.perform(body.json());
    } finally {
      if (call.given("--trace")) {
        saveTrace(engine, project.name(), call.around().directory().resolve(call.text("--trace")));
      }
    }
    if (outcome.interrupted()) {
      return attached ? attachment.stopAfterInterrupt() : ProjectOperation.INTERRUPTED;
    }
    return attached ? attachment.follow(since) : 0;
  }

  private static OperationBody body(Call call, UpFlags flags) {
    return CreationFlags.body(call)
        .services(call.arguments())
        .flag("NoStart", call.flag("--no-start"))
        .flag("WaitHealthy", flags.awaitHealthy())
        .number("WaitTimeoutSeconds", call.number("--wait-timeout"))
        .number("TimeoutSeconds", call.number("--timeout"))
        .flag("Trace", call.given("--trace"));
  }

  private static void saveTrace(EngineClient engine, String project, Path file) throws IOException {
    try (Answer answer = engine.send(Request.get(Request.path("projects", project, "trace")));
        InputStream trace = answer.body()) {
      Files.copy(trace, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

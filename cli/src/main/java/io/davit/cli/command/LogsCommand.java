package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.Request;
import io.davit.cli.render.Ansi;
import io.davit.cli.render.LogPrinter;
import io.davit.cli.terminal.Signals;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Model.CommandSpec;

/// `logs`: output of all containers of a project, in the order of time.
public final class LogsCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("-f --follow", "Go on with what comes.")
        .value("-n --tail", "LINES", "How many of the last lines of each container (all).")
        .value("--since", "TIME", "From then on: a time, or how long ago (42m).")
        .value("--until", "TIME", "Until then.")
        .flag("-t --timestamps", "Begin each line with its time.")
        .flag("--no-log-prefix", "Do not name the container.")
        .flag("--no-color", "Without colours.")
        .value("--index", "N", "Only the container of this number.")
        .services();
  }

  @Override
  public int run(Call call) throws IOException {
    Instant now = call.around().clock().instant();
    boolean follow = call.flag("--follow");
    String project = DeclaredProject.name(call);
    Request request =
        Request.get(Request.path("projects", project, "logs"))
            .queryIfAny("services", String.join(",", call.arguments()))
            .flag("follow", follow)
            .queryIfAny("tail", tail(call.text("--tail")))
            .queryIfAny("since", TimeArgument.parse("--since", call.text("--since"), now))
            .queryIfAny("until", TimeArgument.parse("--until", call.text("--until"), now));
    if (call.number("--index").isPresent()) {
      request = request.query("index", call.text("--index"));
    }
    LogPrinter printer =
        new LogPrinter(
            call.out(),
            call.out(),
            project,
            new LogPrinter.Style(
                !call.flag("--no-log-prefix"),
                call.flag("--timestamps"),
                follow,
                call.flag("--no-color") ? Ansi.OFF : call.outputColours(),
                Set.of()));
    AtomicBoolean interrupted = new AtomicBoolean();
    try (Answer answer = call.engine().send(request);
        Signals.Handle _ = call.around().signals().on("INT", _ -> end(answer, interrupted))) {
      LogStream.print(answer, printer, _ -> {});
      return 0;
    } catch (IOException e) {
      if (interrupted.get()) {
        return ProjectOperation.INTERRUPTED;
      }
      throw e;
    }
  }

  private static void end(Answer answer, AtomicBoolean interrupted) {
    interrupted.set(true);
    try {
      answer.close();
    } catch (IOException e) {
      // It is closed already: the stream has just ended.
    }
  }

  /// @return empty for all
  static String tail(String text) {
    if (text.isEmpty() || text.equals("all") || text.equals("-1")) {
      return "";
    }
    try {
      return String.valueOf(Math.max(0, Integer.parseInt(text)));
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "invalid value \"" + text + "\" for --tail",
          Optional.of(new Resource("flag", "--tail")),
          Optional.of("write a number of lines, or all"),
          e);
    }
  }
}

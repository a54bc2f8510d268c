package io.davit.cli.object;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.command.RawStream;
import io.davit.cli.command.TimeArgument;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.Request;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;

/// `container logs`: stdout to stdout, stderr to stderr, without prefixes.
public final class ContainerLogsCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("-f --follow", "Go on with what comes.")
        .value("-n --tail", "LINES", "How many of the last lines (all).")
        .value("--since", "TIME", "From then on: a time, or how long ago (42m).")
        .value("--until", "TIME", "Until then.")
        .flag("-t --timestamps", "Begin each line with its time.")
        .arguments("1", "CONTAINER", "Its name or id.");
  }

  @Override
  public int run(Call call) throws IOException {
    Instant now = call.around().clock().instant();
    String name = call.arguments().getFirst();
    EngineClient engine = call.engine();
    Fields container = Fields.of(engine.json(ObjectKind.CONTAINER.inspect(name)));
    Request logs =
        Request.get(Request.path("containers", name, "logs"))
            .query("stdout", "1")
            .query("stderr", "1")
            .flag("follow", call.flag("--follow"))
            .flag("timestamps", call.flag("--timestamps"))
            .queryIfAny("tail", call.text("--tail"))
            .queryIfAny("since", TimeArgument.parse("--since", call.text("--since"), now))
            .queryIfAny("until", TimeArgument.parse("--until", call.text("--until"), now));
    try (Answer answer = engine.send(logs)) {
      RawStream.print(
          answer.body(), container.object("Config").flag("Tty"), call.out(), call.err());
    }
    return 0;
  }
}

package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `down`: stops and removes containers and networks, with `-v` also volumes. It goes by what the
/// engine keeps and by labels, so it needs no file.
public final class DownCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag(
            "-v --volumes --volume", "Remove named and anonymous volumes too: their data is lost.")
        .flag("--remove-orphans", "Remove containers of services that are not declared.")
        .value("--rmi", "local|all", "Remove images: those without a name of their own, or all.")
        .value("-t --timeout", "SECONDS", "Grace before a container is killed; -1 is for ever.")
        .services();
  }

  @Override
  public int run(Call call) throws IOException {
    OperationBody body =
        new OperationBody()
            .services(call.arguments())
            .flag("RemoveVolumes", call.flag("--volumes"))
            .flag("RemoveOrphans", Orphans.remove(call))
            .text("RemoveImages", call.given("--rmi") ? call.choice("--rmi", "local", "all") : "")
            .number("TimeoutSeconds", call.number("--timeout"));
    String project = DeclaredProject.name(call);
    return new ProjectOperation(call, call.engine(), project, "down").run(body.json());
  }
}

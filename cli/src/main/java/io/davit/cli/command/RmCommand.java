package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.command.Containers.Container;
import io.davit.cli.engine.EngineClient;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `rm`: removes stopped containers, after a question.
public final class RmCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("-f --force", "Do not ask.")
        .flag("-s --stop", "Stop them first.")
        .flag("-v --volumes", "Remove their anonymous volumes too.")
        .hiddenFlag("-a --all")
        .services();
  }

  @Override
  public int run(Call call) throws IOException {
    String project = DeclaredProject.name(call);
    EngineClient engine = call.engine();
    boolean stop = call.flag("--stop");
    List<String> names =
        Containers.ofServices(Containers.of(engine, project, true), call.arguments()).stream()
            .filter(container -> stop || !container.running())
            .map(Container::name)
            .toList();
    if (names.isEmpty()) {
      call.err().println("No stopped containers");
      return 0;
    }
    OperationBody body =
        new OperationBody()
            .services(call.arguments())
            .flag("Stop", stop)
            .flag("RemoveVolumes", call.flag("--volumes"));
    ProjectOperation operation = new ProjectOperation(call, engine, project, "rm");
    if (call.globals().dryRun()) {
      return operation.dryRun(body.json());
    }
    if (!call.flag("--force")
        && !Question.ask(call, "Going to remove " + String.join(", ", names))) {
      return 0;
    }
    return operation.run(body.json());
  }
}

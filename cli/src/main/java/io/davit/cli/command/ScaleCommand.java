package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/// `scale`: sets how many containers services have.
public final class ScaleCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("--no-deps", "Leave services alone that these depend on.")
        .arguments("1..*", "SERVICE=N", "The services, and how many containers each has.");
  }

  @Override
  public int run(Call call) throws IOException {
    Map<String, Integer> scales = CreationFlags.scales(call.arguments());
    List<String> services = List.copyOf(scales.keySet());
    DeclaredProject project = DeclaredProject.loadToRun(call, services);
    OperationBody body =
        new OperationBody()
            .model(project.model())
            .services(services)
            .numbers("Scale", scales)
            .flag("NoDeps", call.flag("--no-deps"));
    return new ProjectOperation(call, call.engine(), project.name(), "scale").run(body.json());
  }
}

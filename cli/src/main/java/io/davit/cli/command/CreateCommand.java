package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `create`: what `up` does, without a start.
public final class CreateCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    CreationFlags.describe(Flags.of(spec)).services();
  }

  @Override
  public int run(Call call) throws IOException {
    CreationFlags.check(call);
    DeclaredProject project = DeclaredProject.loadToRun(call, call.arguments());
    project.checkSelection();
    if (!RemoteFiles.confirmed(call, project)) {
      return 1;
    }
    OperationBody body = CreationFlags.body(call).model(project.model()).services(call.arguments());
    return new ProjectOperation(call, call.engine(), project.name(), "create").run(body.json());
  }
}

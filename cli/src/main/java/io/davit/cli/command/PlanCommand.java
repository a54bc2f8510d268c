package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.JsonText;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `plan`: what `up` would do and why. Exits 0 when there is nothing to do and 2 when there is.
public final class PlanCommand implements Command {
  private static final int SOMETHING_TO_DO = 2;

  @Override
  public void describe(CommandSpec spec) {
    CreationFlags.describeMore(CreationFlags.describe(Flags.of(spec)))
        .value("--format", "FORMAT", "text or json.")
        .services();
  }

  @Override
  public int run(Call call) throws IOException {
    String format = call.choice("--format", "text", "json");
    CreationFlags.check(call);
    DeclaredProject project = DeclaredProject.loadToRun(call, call.arguments());
    OperationBody body = CreationFlags.body(call).model(project.model()).services(call.arguments());
    Fields plan = new ProjectOperation(call, call.engine(), project.name(), "up").plan(body.json());
    if (format.equals("json")) {
      call.out().println(JsonText.pretty(plan.json()));
    } else {
      ProjectOperation.print(call, plan);
    }
    return plan.flag("Empty") ? 0 : SOMETHING_TO_DO;
  }
}

package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `start`, `stop`, `restart`, `kill`, `pause` and `unpause`: what acts on containers that exist,
/// as the engine keeps their project. No file is read.
public final class LifecycleCommand implements Command {
  private final String name;

  public LifecycleCommand(String name) {
    this.name = name;
  }

  @Override
  public void describe(CommandSpec spec) {
    Flags flags = Flags.of(spec).services();
    switch (name) {
      case "start" ->
          flags
              .flag("--wait", "Wait until they run, or are healthy where they have a check.")
              .value("--wait-timeout", "SECONDS", "How long to wait at most.");
      case "stop" -> timeout(flags);
      case "restart" ->
          timeout(flags).flag("--no-deps", "Leave services alone that depend on these.");
      case "kill" ->
          flags
              .value("-s --signal", "SIGNAL", "What to send (SIGKILL).")
              .flag("--remove-orphans", "Also containers of services that are not declared.");
      default -> {}
    }
  }

  private static Flags timeout(Flags flags) {
    return flags.value(
        "-t --timeout", "SECONDS", "Grace before a container is killed; -1 is for ever.");
  }

  @Override
  public int run(Call call) throws IOException {
    OperationBody body = new OperationBody().services(call.arguments());
    switch (name) {
      case "start" ->
          body.flag("WaitHealthy", call.flag("--wait"))
              .number("WaitTimeoutSeconds", call.number("--wait-timeout"));
      case "stop" -> body.number("TimeoutSeconds", call.number("--timeout"));
      case "restart" ->
          body.number("TimeoutSeconds", call.number("--timeout"))
              .flag("NoDeps", call.flag("--no-deps"));
      case "kill" ->
          body.text("Signal", call.given("--signal") ? call.text("--signal") : "SIGKILL")
              .flag("RemoveOrphans", call.flag("--remove-orphans"));
      default -> {}
    }
    String project = DeclaredProject.name(call);
    return new ProjectOperation(call, call.engine(), project, name).run(body.json());
  }
}

package io.davit.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.command.Containers.Container;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.Request;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `exec`: runs a command in a container of a service, and exits with its code.
public final class ExecCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("-d --detach", "Do not wait for it.")
        .flag("-T --no-tty --no-TTY", "Without a terminal, also where there is one.")
        .value("-u --user", "USER", "As this user.")
        .values("-e --env", "NAME[=VALUE]", "Set a variable; without a value, as it is here.")
        .value("-w --workdir", "PATH", "In this directory.")
        .value("--index", "N", "In the container of this number.")
        .flag("--privileged", "With all capabilities.")
        .hiddenFlag("-i --interactive")
        .hiddenFlag("--no-interactive")
        .hiddenFlag("-t --tty")
        .arguments("1..*", "SERVICE COMMAND", "The service, and the command with its arguments.");
  }

  @Override
  public boolean stopsAtArgument() {
    return true;
  }

  @Override
  public int run(Call call) throws IOException {
    List<String> words = call.arguments();
    if (words.size() < 2) {
      throw new InvalidInput(
          "a command is missing after \"" + words.getFirst() + "\"",
          new Resource("service", words.getFirst()),
          "write what to run: davit exec " + words.getFirst() + " sh");
    }
    EngineClient engine = call.engine();
    Container container =
        Containers.one(
            engine, DeclaredProject.name(call), words.getFirst(), call.number("--index"));
    boolean detach = call.flag("--detach");
    boolean tty = !detach && !call.flag("--no-tty") && atTerminal(call);
    boolean input = !detach && !call.flag("--no-interactive");
    JsonObject body = body(call, tty, input, detach);
    Request create = Request.post(Request.path("containers", container.id(), "exec")).json(body);
    String id = Fields.of(engine.json(create)).text("Id");
    JsonObject start = new JsonObject();
    start.addProperty("Detach", detach);
    start.addProperty("Tty", tty);
    Request begin = Request.post(Request.path("exec", id, "start")).json(start);
    if (detach) {
      engine.run(begin);
      return 0;
    }
    try (Answer answer = engine.send(begin.hijack())) {
      boolean detached =
          new Interaction(call, answer, tty).run(input, engine, Request.path("exec", id, "resize"));
      if (detached) {
        return 0;
      }
    }
    return (int)
        Fields.of(engine.json(Request.get(Request.path("exec", id, "json")))).number("ExitCode");
  }

  /// Whether the user sits in front of it.
  static boolean atTerminal(Call call) {
    return call.around().terminal().inputIsTerminal()
        && call.around().terminal().outputIsTerminal();
  }

  private static JsonObject body(Call call, boolean tty, boolean input, boolean detach) {
    JsonObject body = new JsonObject();
    body.addProperty("AttachStdin", input);
    body.addProperty("AttachStdout", !detach);
    body.addProperty("AttachStderr", !detach);
    body.addProperty("Tty", tty);
    body.addProperty("Privileged", call.flag("--privileged"));
    if (call.given("--user")) {
      body.addProperty("User", call.text("--user"));
    }
    if (call.given("--workdir")) {
      body.addProperty("WorkingDir", call.text("--workdir"));
    }
    JsonArray command = new JsonArray();
    call.arguments().subList(1, call.arguments().size()).forEach(command::add);
    body.add("Cmd", command);
    body.add("Env", OperationBody.array(variables(call)));
    return body;
  }

  /// `-e NAME=VALUE`; a bare NAME takes its value from here, and is nothing when unset.
  static List<String> variables(Call call) {
    return call.texts("--env").stream()
        .flatMap(
            text -> {
              if (text.indexOf('=') >= 0) {
                return java.util.stream.Stream.of(text);
              }
              String value = call.around().environment().get(text);
              return value == null
                  ? java.util.stream.Stream.empty()
                  : java.util.stream.Stream.of(text + "=" + value);
            })
        .toList();
  }
}

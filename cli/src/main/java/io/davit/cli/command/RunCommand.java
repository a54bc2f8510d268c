package io.davit.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.JsonText;
import io.davit.cli.engine.Request;
import io.davit.cli.terminal.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `run`: a new container of a service for one command. The engine creates it after what the
/// service depends on; this side attaches before it starts, so that no output is lost, and exits
/// with its code.
public final class RunCommand implements Command {
  private static final List<String> FORWARDED = List.of("INT", "TERM", "HUP", "USR2");

  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("-d --detach", "Leave it running in the background, and print its id.")
        .flag("--rm", "Remove it, with its anonymous volumes, when it ends.")
        .values("-e --env", "NAME[=VALUE]", "Set a variable; without a value, as it is here.")
        .values("--env-from-file", "PATH", "Set the variables of a file.")
        .flag("-T --no-tty --no-TTY", "Without a terminal, also where there is one.")
        .flag("-i --interactive", "Pass the standard input on (the default).")
        .hiddenFlag("--no-interactive")
        .hiddenFlag("-t --tty")
        .value("--entrypoint", "COMMAND", "In place of the image's entrypoint.")
        .flag("--no-deps", "Do not start what the service depends on.")
        .value("-u --user", "USER", "As this user.")
        .value("-w --workdir", "PATH", "In this directory.")
        .values("-v --volume --volumes", "SOURCE:TARGET", "Mount one more volume or path.")
        .values("-p --publish", "HOST:PORT", "Publish a port.")
        .flag("-P --service-ports", "Publish the ports of the service.")
        .flag("--use-aliases", "Answer to the service's names on its networks.")
        .value("--name", "NAME", "Name of the container.")
        .values("-l --label --labels", "NAME=VALUE", "One more label.")
        .values("--cap-add", "CAPABILITY", "Give it a capability.")
        .values("--cap-drop", "CAPABILITY", "Take a capability away.")
        .value("--pull", "POLICY", "When to pull the image: always, missing or never.")
        .flag("--remove-orphans", "Remove containers of services that are not declared.")
        .flag("-q --quiet", "Without progress.")
        .flag("-y --yes", "Answer yes to every question.")
        .hiddenFlag("--quiet-pull")
        .hiddenFlag("--quiet-build")
        .hiddenFlag("--build")
        .arguments("1..*", "SERVICE [COMMAND]", "The service, and a command in place of its own.");
  }

  @Override
  public boolean stopsAtArgument() {
    return true;
  }

  @Override
  public int run(Call call) throws IOException {
    call.exclusive("--publish", "--service-ports");
    if (call.flag("--build")) {
      throw CreationFlags.notYet(
          "--build", "build the image with another tool, and load it: davit image load");
    }
    List<String> service = List.of(call.arguments().getFirst());
    DeclaredProject project = DeclaredProject.loadToRun(call, service);
    if (!RemoteFiles.confirmed(call, project)) {
      return 1;
    }
    boolean detach = call.flag("--detach");
    boolean tty = !detach && !call.flag("--no-tty") && ExecCommand.atTerminal(call);
    boolean input = !detach && !call.flag("--no-interactive");
    OperationBody body =
        new OperationBody()
            .model(project.model())
            .services(service)
            .flag("NoDeps", call.flag("--no-deps"))
            .flag("RemoveOrphans", Orphans.remove(call))
            .text(
                "Pull",
                call.given("--pull") ? call.choice("--pull", "missing", "always", "never") : "")
            .run(options(call, tty, input));
    EngineClient engine = call.engine();
    ProjectOperation operation = new ProjectOperation(call, engine, project.name(), "run");
    if (call.globals().dryRun()) {
      return operation.dryRun(body.json());
    }
    ProjectOperation.Outcome outcome =
        call.flag("--quiet")
            ? operation.performSilently(body.json())
            : operation.perform(body.json());
    if (outcome.interrupted()) {
      return ProjectOperation.INTERRUPTED;
    }
    String id = outcome.result().text("ContainerId");
    if (detach) {
      start(call, engine, id);
      call.out().println(id);
      return 0;
    }
    try {
      return attach(call, engine, id, tty, input);
    } catch (EngineRefused e) {
      // With Docker an init has started by then, and tells the code of its command.
      boolean init = project.loaded().project().service(service.getFirst()).process().init();
      throw init ? e.endingAsShell() : e;
    }
  }

  private static JsonObject options(Call call, boolean tty, boolean input) throws IOException {
    JsonObject run = new JsonObject();
    List<String> words = call.arguments();
    if (words.size() > 1) {
      run.add("Command", OperationBody.array(words.subList(1, words.size())));
    }
    text(run, "Name", call.text("--name"));
    if (call.given("--entrypoint")) {
      run.addProperty("Entrypoint", call.text("--entrypoint"));
    }
    List<String> variables = new ArrayList<>(VariableFile.read(call, "--env-from-file"));
    variables.addAll(ExecCommand.variables(call));
    list(run, "Env", variables);
    list(run, "Labels", call.texts("--label"));
    list(run, "Volumes", call.texts("--volume"));
    list(run, "Publish", call.texts("--publish"));
    list(run, "CapAdd", call.texts("--cap-add"));
    list(run, "CapDrop", call.texts("--cap-drop"));
    flag(run, "ServicePorts", call.flag("--service-ports"));
    flag(run, "UseAliases", call.flag("--use-aliases"));
    text(run, "User", call.text("--user"));
    text(run, "WorkingDir", call.text("--workdir"));
    flag(run, "Tty", tty);
    flag(run, "Interactive", input);
    flag(run, "AutoRemove", call.flag("--rm"));
    return run;
  }

  private static void text(JsonObject run, String name, String value) {
    if (!value.isEmpty()) {
      run.addProperty(name, value);
    }
  }

  private static void list(JsonObject run, String name, List<String> values) {
    if (!values.isEmpty()) {
      run.add(name, OperationBody.array(values));
    }
  }

  private static void flag(JsonObject run, String name, boolean value) {
    if (value) {
      run.addProperty(name, true);
    }
  }

  /// A container that does not start is removed when it was to be.
  private static void start(Call call, EngineClient engine, String id) throws IOException {
    try {
      engine.run(Request.post(Request.path("containers", id, "start")));
    } catch (EngineRefused e) {
      if (call.flag("--rm")) {
        try {
          engine.find(Request.delete(Request.path("containers", id)).query("v", "1"));
        } catch (EngineRefused cleaning) {
          e.addSuppressed(cleaning);
        }
      }
      throw e;
    }
  }

  /// Docker's order: attach, wait, start.
  private static int attach(Call call, EngineClient engine, String id, boolean tty, boolean input)
      throws IOException {
    Request attach =
        Request.post(Request.path("containers", id, "attach"))
            .query("stream", "1")
            .flag("stdin", input)
            .query("stdout", "1")
            .query("stderr", "1");
    Request wait =
        Request.post(Request.path("containers", id, "wait")).query("condition", "next-exit");
    List<Signals.Handle> handles = new ArrayList<>();
    try (Answer stream = engine.send(attach.hijack());
        Answer end = engine.send(wait)) {
      start(call, engine, id);
      if (!tty) {
        for (String signal : FORWARDED) {
          handles.add(call.around().signals().on(signal, name -> forward(engine, id, name)));
        }
      }
      boolean detached =
          new Interaction(call, stream, tty)
              .run(input, engine, Request.path("containers", id, "resize"));
      if (detached) {
        return 0;
      }
      JsonElement status = JsonText.parse(end.lines());
      return (int) Fields.of(status).number("StatusCode");
    } finally {
      handles.forEach(Signals.Handle::close);
    }
  }

  private static void forward(EngineClient engine, String id, String signal) {
    try {
      engine.run(
          Request.post(Request.path("containers", id, "kill")).query("signal", "SIG" + signal));
    } catch (IOException | EngineRefused e) {
      // It ended before the signal reached it: its exit code is on its way.
    }
  }
}

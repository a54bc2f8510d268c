package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.command.Containers.Container;
import io.davit.cli.command.UpFlags.Abort;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.LogFrame;
import io.davit.cli.engine.Request;
import io.davit.cli.render.Ansi;
import io.davit.cli.render.LogPrinter;
import io.davit.cli.terminal.Signals;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// The second half of an attached `up`: output of the containers since its start, until they all
/// ended, one of them ended that must not, or the user presses Ctrl-C: once to stop them, twice to
/// kill them.
final class AttachedUp {
  private final Call call;
  private final EngineClient engine;
  private final DeclaredProject project;
  private final UpFlags flags;
  private final Map<Integer, String> serviceByNumber = new HashMap<>();

  /// The container whose end aborted everything.
  private OptionalInt abortCode = OptionalInt.empty();

  private OptionalInt selectedCode = OptionalInt.empty();
  private int interrupts;
  private final List<Thread> stoppers = new ArrayList<>();

  AttachedUp(Call call, EngineClient engine, DeclaredProject project, UpFlags flags) {
    this.call = call;
    this.engine = engine;
    this.project = project;
    this.flags = flags;
  }

  /// @return the exit code
  int follow(Instant since) throws IOException {
    List<String> attached = attached();
    Set<String> silent = silent(attached);
    List<Container> containers =
        Containers.of(engine, project.name(), true).stream()
            .filter(c -> attached.contains(c.service()) && !silent.contains(c.service()))
            .filter(c -> !c.oneOff())
            .toList();
    if (!containers.isEmpty()) {
      call.out().println("Attaching to " + String.join(", ", names(containers)));
      call.out().flush();
    }
    LogPrinter printer =
        new LogPrinter(
            call.out(),
            call.err(),
            project.name(),
            new LogPrinter.Style(
                !call.flag("--no-log-prefix"),
                call.flag("--timestamps"),
                true,
                call.flag("--no-color") ? Ansi.OFF : call.outputColours(),
                silent));
    Request logs =
        Request.get(Request.path("projects", project.name(), "logs"))
            .query("services", String.join(",", attached))
            .query("follow", "1")
            .query("since", TimeArgument.format(since));
    try (Answer answer = engine.send(logs);
        Signals.Handle _ = call.around().signals().on("INT", _ -> interrupt());
        Signals.Handle _ = call.around().signals().on("TERM", _ -> interrupt())) {
      LogStream.print(answer, printer, this::observe);
    }
    join();
    return exitCode();
  }

  private List<String> names(List<Container> containers) {
    return containers.stream()
        .map(Container::name)
        .map(name -> LogPrinter.shortName(project.name(), name))
        .toList();
  }

  /// Those whose ends are watched: the selected services, and with `--attach-dependencies` or
  /// without a selection all.
  private List<String> attached() {
    List<String> selected = call.arguments();
    return selected.isEmpty() || call.flag("--attach-dependencies") ? project.services() : selected;
  }

  private Set<String> silent(List<String> attached) {
    Set<String> silent = new HashSet<>(call.texts("--no-attach"));
    if (call.given("--attach")) {
      silent.addAll(attached);
      call.texts("--attach").forEach(silent::remove);
    } else {
      attached.stream().filter(name -> !project.loaded().attaches(name)).forEach(silent::add);
    }
    return silent;
  }

  private synchronized void observe(LogFrame frame) {
    if (frame instanceof LogFrame.Appeared appeared) {
      serviceByNumber.put(appeared.number(), appeared.service());
    } else if (frame instanceof LogFrame.Ended ended && !ended.restarting()) {
      String service = serviceByNumber.getOrDefault(ended.number(), "");
      if (service.equals(flags.exitCodeFrom()) && selectedCode.isEmpty()) {
        selectedCode = OptionalInt.of(ended.exitCode());
      }
      boolean aborts =
          flags.abort() == Abort.ON_EXIT
              || (flags.abort() == Abort.ON_FAILURE && ended.exitCode() != 0);
      if (aborts && abortCode.isEmpty() && interrupts == 0) {
        abortCode = OptionalInt.of(ended.exitCode());
        call.err().println("Aborting on container exit...");
        call.err().flush();
        begin("stop");
      }
    }
  }

  private synchronized void interrupt() {
    interrupts++;
    if (interrupts == 1) {
      call.err().println("Gracefully Stopping... press Ctrl+C again to force");
      call.err().flush();
      begin("stop");
    } else if (interrupts == 2) {
      begin("kill");
    }
  }

  /// Stops or kills on a thread of its own, so that the output of the last moments is still shown.
  private void begin(String operation) {
    stoppers.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    end(operation);
                  } catch (IOException | EngineRefused e) {
                    call.err().println("error: " + e.getMessage());
                    call.err().flush();
                  }
                }));
  }

  private void end(String operation) throws IOException {
    OperationBody body =
        new OperationBody()
            .services(call.arguments())
            .number("TimeoutSeconds", call.number("--timeout"));
    if (operation.equals("kill")) {
      body.text("Signal", "SIGKILL");
    }
    new ProjectOperation(call, engine, project.name(), operation).performBeside(body.json());
  }

  /// After Ctrl-C during the first half.
  int stopAfterInterrupt() throws IOException {
    try (Signals.Handle _ = call.around().signals().on("INT", _ -> interruptAgain())) {
      call.err().println("Gracefully Stopping... press Ctrl+C again to force");
      call.err().flush();
      end("stop");
    }
    join();
    return ProjectOperation.INTERRUPTED;
  }

  private synchronized void interruptAgain() {
    begin("kill");
  }

  private void join() {
    List<Thread> running;
    synchronized (this) {
      running = List.copyOf(stoppers);
    }
    for (Thread stopper : running) {
      try {
        stopper.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private synchronized int exitCode() {
    if (interrupts > 0) {
      return ProjectOperation.INTERRUPTED;
    }
    if (!flags.exitCodeFrom().isEmpty()) {
      return selectedCode.orElse(0);
    }
    return abortCode.orElse(0);
  }
}

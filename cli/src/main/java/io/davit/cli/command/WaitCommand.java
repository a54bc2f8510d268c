package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.command.Containers.Container;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.Request;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Model.CommandSpec;

/// `wait`: blocks until the containers of services end, and exits with the status of the last.
public final class WaitCommand implements Command {
  /// What Compose exits with when it cannot wait.
  private static final int CANNOT_WAIT = 42;

  private record End(Container container, int status) {}

  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("--down-project", "Take the project down when the first one ends.")
        .arguments("1..*", "SERVICE", "The services.");
  }

  @Override
  public int run(Call call) throws IOException {
    String project = DeclaredProject.name(call);
    EngineClient engine = call.engine();
    List<Container> containers =
        Containers.ofServices(Containers.of(engine, project, true), call.arguments()).stream()
            .filter(container -> !container.oneOff())
            .toList();
    int status = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ExecutorCompletionService<End> ends = new ExecutorCompletionService<>(threads);
      containers.forEach(container -> ends.submit(() -> await(engine, container)));
      for (int i = 0; i < containers.size(); i++) {
        End end = ends.take().get();
        status = end.status();
        call.out()
            .println(
                "container \"" + end.container().id() + "\" exited with status code " + status);
        call.out().flush();
        if (i == 0 && call.flag("--down-project")) {
          new ProjectOperation(call, engine, project, "down").perform(new OperationBody().json());
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      call.err().println("error: " + (cause == null ? e : cause).getMessage());
      return CANNOT_WAIT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ProjectOperation.INTERRUPTED;
    }
    return status;
  }

  private static End await(EngineClient engine, Container container)
      throws IOException, EngineRefused {
    Fields end =
        Fields.of(engine.json(Request.post(Request.path("containers", container.id(), "wait"))));
    return new End(container, (int) end.number("StatusCode"));
  }
}

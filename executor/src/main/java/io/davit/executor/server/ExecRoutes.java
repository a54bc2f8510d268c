package io.davit.executor.server;

import io.davit.api.ExecCreate;
import io.davit.api.ExecInspect;
import io.davit.api.ExecStart;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.container.Execs;
import io.davit.executor.container.Execs.Exec;
import io.davit.executor.container.Execs.Wanted;
import io.davit.executor.server.EngineServer.Routes;
import io.davit.executor.server.Exchange.Hijacked;
import io.davit.problem.Failure;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime.RunningProcess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `/exec`: further processes in running containers.
public final class ExecRoutes implements Routes {
  private final EngineContainers containers;
  private final Execs execs;

  public ExecRoutes(EngineContainers containers) {
    this.containers = containers;
    this.execs = containers.execs();
  }

  @Override
  public void addTo(Router router) {
    router.post("/containers/{ref}/exec", this::create);
    router.post("/exec/{id}/start", this::start);
    router.post("/exec/{id}/resize", this::resize);
    router.get("/exec/{id}/json", this::inspect);
  }

  private void create(Exchange exchange) {
    ExecCreate body = exchange.body(ExecCreate.class);
    List<String> command = list(body.cmd());
    if (command.isEmpty()) {
      throw new InvalidInput(
          "No exec command specified", new Resource("parameter", "Cmd"), "give a command");
    }
    Wanted wanted =
        new Wanted(
            command,
            list(body.env()),
            text(body.workingDir()),
            text(body.user()),
            flag(body.tty()),
            flag(body.attachStdin()),
            flag(body.privileged()),
            true);
    exchange.answer(
        201, Map.of("Id", containers.createExec(exchange.variable("ref"), wanted).id()));
  }

  private void start(Exchange exchange) throws Exception {
    String id = exchange.variable("id");
    ExecStart body = exchange.body(ExecStart.class);
    Exec exec = execs.get(id);
    List<Integer> size = list(body.consoleSize());
    int rows = size.size() == 2 ? size.getFirst() : 0;
    int columns = size.size() == 2 ? size.getLast() : 0;
    boolean terminal = exec.wanted().terminal();
    OutputPump pump = new OutputPump(!terminal, !flag(body.detach()), !flag(body.detach()));
    if (flag(body.detach())) {
      RunningProcess _ = execs.start(id, pump, rows, columns);
      exchange.answer(200);
      return;
    }
    execs.checkStartable(id);
    Hijacked connection = exchange.hijack(!terminal);
    connection.output().onGone(pump::finish);
    try {
      RunningProcess process = execs.start(id, pump, rows, columns);
      if (exec.wanted().openInput()) {
        new InputPump(
                connection.input(),
                CompletableFuture.completedFuture(process),
                true,
                DetachKeys.none(),
                pump::finish)
            .start();
      }
      pump.run(connection.output());
    } catch (Failure failure) {
      // The connection is a stream already: the text goes where the output would have gone.
      byte[] text = (failure.describe() + "\n").getBytes(StandardCharsets.UTF_8);
      connection.output().write(terminal ? text : StdCopy.frame(StdCopy.STDERR, text));
    } finally {
      connection.output().close();
    }
  }

  private void resize(Exchange exchange) {
    int rows = exchange.number("h").orElse(0);
    int columns = exchange.number("w").orElse(0);
    execs
        .get(exchange.variable("id"))
        .process()
        .ifPresent(process -> process.resize(rows, columns));
    exchange.answer(200);
  }

  private void inspect(Exchange exchange) {
    Exec exec = execs.get(exchange.variable("id"));
    Wanted wanted = exec.wanted();
    Integer code = exec.exit().map(status -> status.code()).orElse(null);
    exchange.answer(
        200,
        new ExecInspect(
            exec.id(),
            exec.process().isPresent() && exec.exit().isEmpty(),
            code,
            new ExecInspect.ProcessConfig(
                wanted.terminal(),
                wanted.command().getFirst(),
                wanted.command().subList(1, wanted.command().size()),
                wanted.privileged(),
                wanted.user()),
            wanted.openInput(),
            true,
            true,
            exec.containerId(),
            exec.process().map(RunningProcess::pid).orElse(0)));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static boolean flag(@Nullable Boolean value) {
    return value != null && value;
  }

  private static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : value;
  }
}

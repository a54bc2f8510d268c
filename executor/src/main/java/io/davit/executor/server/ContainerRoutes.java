package io.davit.executor.server;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerSummary;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.container.EngineContainers.Condition;
import io.davit.executor.server.EngineServer.Routes;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.ProcessRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// `/containers`: making, changing and looking at them. Streams are in [AttachRoutes].
public final class ContainerRoutes implements Routes {
  private final EngineContainers containers;

  public ContainerRoutes(EngineContainers containers) {
    this.containers = containers;
  }

  @Override
  public void addTo(Router router) {
    router.get("/containers/json", this::list);
    router.post("/containers/create", this::create);
    router.get("/containers/{ref}/json", this::inspect);
    router.post("/containers/{ref}/start", this::start);
    router.post("/containers/{ref}/stop", this::stop);
    router.post("/containers/{ref}/restart", this::restart);
    router.post("/containers/{ref}/kill", this::kill);
    router.post("/containers/{ref}/pause", this::pause);
    router.post("/containers/{ref}/unpause", this::unpause);
    router.post("/containers/{ref}/rename", this::rename);
    router.post("/containers/{ref}/wait", this::await);
    router.post("/containers/{ref}/resize", this::resize);
    router.get("/containers/{ref}/top", this::top);
    router.get("/containers/{ref}/stats", new StatsRoute(containers)::answer);
    router.delete("/containers/{ref}", this::remove);
  }

  private void list(Exchange exchange) {
    List<ContainerSummary> found =
        containers.list(exchange.flag("all"), Filters.parse(exchange.query("filters")));
    int limit = exchange.number("limit").orElse(0);
    exchange.answer(200, limit > 0 && limit < found.size() ? found.subList(0, limit) : found);
  }

  private void create(Exchange exchange) {
    String id = containers.create(exchange.query("name"), exchange.body(ContainerCreate.class));
    exchange.answer(201, Map.of("Id", id, "Warnings", List.of()));
  }

  private void inspect(Exchange exchange) {
    exchange.answer(200, containers.inspect(exchange.variable("ref")));
  }

  private void start(Exchange exchange) {
    exchange.answer(containers.startIfResting(exchange.variable("ref")) ? 204 : 304);
  }

  private void stop(Exchange exchange) {
    boolean ran =
        containers.stopIfRunning(
            exchange.variable("ref"), seconds(exchange), exchange.optionalQuery("signal"));
    exchange.answer(ran ? 204 : 304);
  }

  private static Optional<Duration> seconds(Exchange exchange) {
    return exchange.number("t").map(Duration::ofSeconds);
  }

  private void restart(Exchange exchange) {
    containers.restart(
        exchange.variable("ref"), seconds(exchange), exchange.optionalQuery("signal"));
    exchange.answer(204);
  }

  private void kill(Exchange exchange) {
    containers.kill(exchange.variable("ref"), exchange.query("signal"));
    exchange.answer(204);
  }

  private void pause(Exchange exchange) {
    containers.pause(exchange.variable("ref"));
    exchange.answer(204);
  }

  private void unpause(Exchange exchange) {
    containers.unpause(exchange.variable("ref"));
    exchange.answer(204);
  }

  private void rename(Exchange exchange) {
    containers.rename(exchange.variable("ref"), exchange.query("name"));
    exchange.answer(204);
  }

  private void remove(Exchange exchange) {
    containers.remove(exchange.variable("ref"), exchange.flag("v"), exchange.flag("force"));
    exchange.answer(204);
  }

  /// The head is sent at once: clients start the container when they have seen it.
  private void await(Exchange exchange) throws Exception {
    CompletableFuture<ExitStatus> exit =
        containers.exit(exchange.variable("ref"), condition(exchange.query("condition")));
    try (AnswerStream out = exchange.stream("application/json")) {
      out.onGone(() -> exit.cancel(false));
      int code = exit.get().code();
      out.write((("{\"StatusCode\":" + code) + "}\n").getBytes(StandardCharsets.UTF_8));
    } catch (CancellationException e) {
      // The client went away: nobody waits any more.
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Condition condition(String name) {
    return switch (name) {
      case "", "not-running" -> Condition.NOT_RUNNING;
      case "next-exit" -> Condition.NEXT_EXIT;
      case "removed" -> Condition.REMOVED;
      default ->
          throw new InvalidInput(
              "invalid condition: \"" + name + "\"",
              new Resource("parameter", "condition"),
              "use not-running, next-exit or removed");
    };
  }

  private void resize(Exchange exchange) {
    int rows = exchange.number("h").orElse(0);
    int columns = exchange.number("w").orElse(0);
    CompletableFuture<?> resized =
        containers
            .process(exchange.variable("ref"))
            .thenAccept(process -> process.resize(rows, columns));
    // A client that attached before the start tells its size before it, too.
    if (resized.isCompletedExceptionally()) {
      resized.join();
    }
    exchange.answer(200);
  }

  private void top(Exchange exchange) {
    List<List<String>> rows =
        containers.processes(exchange.variable("ref")).stream().map(ContainerRoutes::row).toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Titles", List.of("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"));
    body.put("Processes", rows);
    exchange.answer(200, body);
  }

  private static List<String> row(ProcessRow process) {
    long seconds = process.cpuMillis() / 1000;
    String started =
        process
            .started()
            .atZone(java.time.ZoneId.systemDefault())
            .toLocalTime()
            .truncatedTo(java.time.temporal.ChronoUnit.MINUTES)
            .toString();
    return List.of(
        process.user(),
        Integer.toString(process.pid()),
        Integer.toString(process.parentPid()),
        "0",
        started,
        "?",
        "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60),
        process.command());
  }
}

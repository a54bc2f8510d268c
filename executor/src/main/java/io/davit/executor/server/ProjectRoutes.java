package io.davit.executor.server;

import io.davit.api.ErrorBody;
import io.davit.api.Progress;
import io.davit.api.ProjectRequest;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.project.Cancellation;
import io.davit.executor.project.Errors;
import io.davit.executor.project.Projects;
import io.davit.executor.server.EngineServer.Routes;
import io.davit.problem.Failure;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// `/projects`: Davit's own resource, declared state (docs/api.md).
public final class ProjectRoutes implements Routes {
  private final Projects projects;
  private final ProjectLogRoute logs;

  public ProjectRoutes(Projects projects, EngineContainers containers) {
    this.projects = projects;
    this.logs = new ProjectLogRoute(projects, containers);
  }

  @Override
  public void addTo(Router router) {
    router.get("/projects", exchange -> exchange.answer(200, projects.list(exchange.flag("all"))));
    router.get(
        "/projects/{name}",
        exchange -> exchange.answer(200, projects.get(exchange.variable("name"))));
    router.get("/projects/{name}/trace", this::trace);
    router.get("/projects/{name}/logs", logs::answer);
    router.post("/projects/{name}/plan", this::plan);
    router.post("/projects/{name}/{operation}", this::operate);
  }

  private void trace(Exchange exchange) {
    String name = exchange.variable("name");
    exchange.answerText(
        200,
        "application/json",
        projects
            .trace(name)
            .orElseThrow(
                () ->
                    new NotFound(
                        "no operation on project \"" + name + "\" was traced",
                        new Resource("project", name),
                        "run \"davit up --trace FILE\"")));
  }

  private void plan(Exchange exchange) {
    exchange.answer(
        200,
        projects.plan(
            exchange.variable("name"),
            exchange.query("operation").isEmpty() ? "up" : exchange.query("operation"),
            exchange.body(ProjectRequest.class)));
  }

  /// The stream begins with the first line, so that a request which is not acceptable is refused
  /// with a status.
  private void operate(Exchange exchange) {
    Cancellation cancellation = new Cancellation();
    AtomicReference<@Nullable ProgressStream> stream = new AtomicReference<>();
    try {
      projects.operate(
          exchange.variable("name"),
          exchange.variable("operation"),
          exchange.body(ProjectRequest.class),
          line -> begun(exchange, stream, cancellation).write(line),
          cancellation);
    } catch (Failure failure) {
      ProgressStream out = stream.get();
      if (out == null) {
        throw failure;
      }
      ErrorBody error = Errors.body(failure);
      Progress.Result result = new Progress.Result(false, error, null);
      out.write(new Progress(null, null, null, null, null, result));
    } finally {
      ProgressStream out = stream.get();
      if (out != null) {
        out.close();
      }
    }
  }

  private static ProgressStream begun(
      Exchange exchange,
      AtomicReference<@Nullable ProgressStream> stream,
      Cancellation cancellation) {
    ProgressStream out = stream.get();
    if (out == null) {
      AnswerStream answer = exchange.stream("application/x-ndjson");
      answer.onGone(cancellation::cancel);
      out = new ProgressStream(answer, cancellation::cancel);
      stream.set(out);
    }
    return out;
  }
}

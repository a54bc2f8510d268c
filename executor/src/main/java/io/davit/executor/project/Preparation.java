package io.davit.executor.project;

import com.google.gson.JsonElement;
import io.davit.executor.container.Containers;
import io.davit.image.Images;
import io.davit.model.Service;
import io.davit.planner.Operation;
import io.davit.planner.Planner;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.plan.Plan;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// From a request to a plan: reads what is declared, looks at what is there, and asks the planner.
/// Touches nothing.
final class Preparation {
  private static final int SLUG_BYTES = 6;

  private final ProjectStore store;
  private final Observation observation;
  private final RandomGenerator random;

  Preparation(ProjectStore store, Containers containers, Images images, RandomGenerator random) {
    this.store = store;
    this.observation = new Observation(containers, images);
    this.random = random;
  }

  Prepared prepare(String project, String operation, Request request) {
    Optional<ProjectRecord> record = store.find(project);
    Optional<Model> model = request.model();
    requireName(project, model);
    Declaration declaration =
        Declaration.of(project, record, model, scale(record, operation, request));
    Operation wanted =
        operation.equals("run") ? run(project, declaration, request) : request.operation(operation);
    return prepare(project, declaration, wanted);
  }

  /// The engine's own: brings back what was declared.
  Prepared reconcile(ProjectRecord record, Set<String> interrupted) {
    Declaration declaration =
        Declaration.of(record.name(), Optional.of(record), Optional.empty(), record.scale());
    Set<String> stopped = new java.util.TreeSet<>();
    declaration.project().ifPresent(project -> stopped.addAll(project.services().keySet()));
    stopped.removeAll(record.raised());
    return prepare(record.name(), declaration, new Operation.Reconcile(stopped, interrupted));
  }

  private Prepared prepare(String project, Declaration declaration, Operation operation) {
    ObservedState observed =
        observation.observe(project, declaration.images(), declaration.revisions());
    Plan plan = Planner.plan(operation, declaration.desired(), observed);
    return new Prepared(declaration, operation, observed, plan);
  }

  private static void requireName(String project, Optional<Model> model) {
    JsonElement name = model.map(sent -> sent.form().get("name")).orElse(null);
    if (name != null && !name.getAsString().equals(project)) {
      throw new InvalidInput(
          "the model is that of project \"%s\", not \"%s\"".formatted(name.getAsString(), project),
          new Resource("project", project),
          "send it to the project that it names");
    }
  }

  /// A number that a user asked for holds until the service is brought up without one.
  private static Map<String, Integer> scale(
      Optional<ProjectRecord> record, String operation, Request request) {
    Map<String, Integer> scale = new TreeMap<>(record.map(ProjectRecord::scale).orElse(Map.of()));
    if (operation.equals("up") || operation.equals("create")) {
      if (request.services().isEmpty()) {
        scale.clear();
      } else {
        scale.keySet().removeAll(request.services());
      }
    }
    scale.putAll(request.scale());
    return scale;
  }

  private Operation run(String project, Declaration declaration, Request request) {
    List<String> services = request.services();
    if (services.size() != 1) {
      throw new InvalidInput(
          "run is for one service, and %d are named".formatted(services.size()),
          new Resource("operation", "run"),
          "davit run SERVICE [COMMAND]");
    }
    Service service =
        declaration
            .desired()
            .orElseThrow(
                () ->
                    new NotFound(
                        "project \"%s\" is not declared".formatted(project),
                        new Resource("project", project),
                        "name its compose file with -f, or run the command in its directory"))
            .service(services.getFirst())
            .service();
    byte[] slug = new byte[SLUG_BYTES];
    random.nextBytes(slug);
    return new Operation.Run(
        OneOffService.of(service, request.run()),
        HexFormat.of().formatHex(slug),
        Optional.ofNullable(request.run().name()).filter(name -> !name.isEmpty()),
        request.noDeps());
  }
}

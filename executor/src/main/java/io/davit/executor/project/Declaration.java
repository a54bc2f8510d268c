package io.davit.executor.project;

import com.google.gson.JsonObject;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.planner.Operation;
import io.davit.planner.desired.DesiredService;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.graph.Dependencies;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.observed.ObservedState;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A project as it shall be from an operation on: its model, its scale, and the record that keeps
/// both.
final class Declaration {
  private static final Set<String> ENDING =
      Set.of("KILL", "TERM", "INT", "QUIT", "HUP", "ABRT", "9", "15", "2", "3", "1", "6");

  private final String name;
  private final Optional<ProjectRecord> record;
  private final Optional<Model> model;
  private final Optional<DesiredState> desired;
  private final Map<String, Integer> scale;

  private Declaration(
      String name,
      Optional<ProjectRecord> record,
      Optional<Model> model,
      Map<String, Integer> scale) {
    this.name = name;
    this.record = record;
    this.model = model;
    this.scale = new TreeMap<>(scale);
    model.ifPresent(known -> this.scale.keySet().retainAll(known.project().services().keySet()));
    this.desired = model.map(known -> DesiredState.of(known.project(), known.form(), this.scale));
  }

  /// @param record as it was before; empty for a project that was not declared
  /// @param given the model that comes with the operation, instead of the kept one
  /// @param scale replicas by service, instead of the declared ones
  static Declaration of(
      String name,
      Optional<ProjectRecord> record,
      Optional<Model> given,
      Map<String, Integer> scale) {
    return new Declaration(
        name, record, given.or(() -> record.map(kept -> Model.read(kept.model()))), scale);
  }

  Optional<DesiredState> desired() {
    return desired;
  }

  Optional<Project> project() {
    return desired.map(DesiredState::project);
  }

  Set<String> images() {
    Set<String> images = new LinkedHashSet<>();
    desired.ifPresent(
        state -> state.services().values().forEach(s -> images.add(s.service().image())));
    return images;
  }

  Map<String, Map<String, String>> revisions() {
    return record.map(ProjectRecord::revisions).orElse(Map.of());
  }

  /// What must be on disk before an operation begins: with it, an engine that ends in the middle
  /// knows what was wanted. Empty when nothing of the project is kept, and nothing need be.
  Optional<ProjectRecord> before(Operation operation, ObservedState observed) {
    return switch (operation) {
      case Operation.Up up -> Optional.of(raised(declared(), up));
      case Operation.Run run ->
          Optional.of(withDependencies(record.orElseGet(this::declared), run));
      case Operation.Start start -> record.map(r -> with(r, selected(start.services(), observed)));
      case Operation.Restart restart ->
          record.map(r -> with(r, selected(restart.services(), observed)));
      case Operation.Stop stop -> record.map(r -> without(r, selected(stop.services(), observed)));
      case Operation.Kill kill ->
          isEnding(kill.signal())
              ? record.map(r -> without(r, selected(kill.services(), observed)))
              : record;
      case Operation.Remove remove -> record.map(r -> without(r, removed(remove, observed)));
      case Operation.Down down -> record.map(r -> without(r, selected(down.services(), observed)));
      case Operation.Pause _, Operation.Unpause _, Operation.Reconcile _ -> record;
    };
  }

  private static boolean isEnding(String signal) {
    return ENDING.contains(signal.startsWith("SIG") ? signal.substring(3) : signal);
  }

  /// The declaration of now, with what containers may be made from noted.
  private ProjectRecord declared() {
    JsonObject form = model.map(Model::form).orElseGet(JsonObject::new);
    Map<String, Map<String, String>> revisions = new TreeMap<>(revisions());
    desired.ifPresent(
        state ->
            state
                .services()
                .values()
                .forEach(service -> revisions.put(service.hash(), service.fields().values())));
    return record
        .orElseGet(() -> ProjectRecord.declared(name, form))
        .withModel(form)
        .withScale(scale)
        .withRevisions(revisions);
  }

  private ProjectRecord raised(ProjectRecord now, Operation.Up up) {
    if (!up.start()) {
      return now;
    }
    Set<String> targets = up.services().isEmpty() ? services() : new LinkedHashSet<>(up.services());
    return with(now, up.options().noDeps() ? targets : closure(targets));
  }

  private ProjectRecord withDependencies(ProjectRecord now, Operation.Run run) {
    Set<String> needed = closure(run.service().dependsOn().keySet());
    needed.retainAll(services());
    return run.noDeps() ? now : with(now, needed);
  }

  private Set<String> services() {
    return desired.map(state -> state.services().keySet()).orElse(Set.of());
  }

  private Set<String> closure(Set<String> services) {
    List<Service> all =
        desired
            .map(state -> state.services().values().stream().map(DesiredService::service).toList())
            .orElse(List.of());
    return Dependencies.declared(all).closure(services);
  }

  private Set<String> selected(List<String> named, ObservedState observed) {
    if (!named.isEmpty()) {
      return new TreeSet<>(named);
    }
    Set<String> all = new TreeSet<>(services());
    observed.containers().forEach(container -> all.add(container.service()));
    record.ifPresent(known -> all.addAll(known.raised()));
    return all;
  }

  private Set<String> removed(Operation.Remove remove, ObservedState observed) {
    Set<String> services = selected(remove.services(), observed);
    if (!remove.stop()) {
      services.removeIf(
          service -> observed.replicasOf(service).stream().anyMatch(ObservedContainer::alive));
    }
    return services;
  }

  private static ProjectRecord with(ProjectRecord record, Set<String> services) {
    Set<String> raised = new TreeSet<>(record.raised());
    raised.addAll(services);
    return record.withRaised(raised);
  }

  static ProjectRecord without(ProjectRecord record, Set<String> services) {
    Set<String> raised = new TreeSet<>(record.raised());
    raised.removeAll(services);
    return record.withRaised(raised);
  }

  /// Forgets declarations that no container is made from any more.
  static ProjectRecord tidied(ProjectRecord record, Set<String> hashesInUse) {
    Map<String, Map<String, String>> kept = new LinkedHashMap<>(record.revisions());
    kept.keySet().retainAll(hashesInUse);
    return record.withRevisions(kept);
  }
}

package io.davit.executor.project;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.davit.api.ContainerSummary;
import io.davit.api.ProjectBody;
import io.davit.api.ProjectSummary;
import io.davit.executor.container.Containers;
import io.davit.planner.observed.Labels;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What is known of projects: from the store, or from their containers' labels.
final class ProjectListing {
  private final ProjectStore store;
  private final Containers containers;

  ProjectListing(ProjectStore store, Containers containers) {
    this.store = store;
    this.containers = containers;
  }

  List<ProjectSummary> list(boolean all) {
    Map<String, List<ContainerSummary>> byProject = new TreeMap<>();
    for (ContainerSummary container :
        containers.list(all, Map.of("label", List.of(Labels.PROJECT)))) {
      String project = container.labels().getOrDefault(Labels.PROJECT, "");
      byProject.computeIfAbsent(project, _ -> new ArrayList<>()).add(container);
    }
    List<ProjectSummary> summaries = new ArrayList<>();
    byProject.forEach((project, members) -> summaries.add(summary(project, members)));
    return summaries;
  }

  private static ProjectSummary summary(String project, List<ContainerSummary> members) {
    Map<String, Long> states =
        members.stream()
            .collect(
                Collectors.groupingBy(
                    ContainerSummary::state, TreeMap::new, Collectors.counting()));
    String status =
        states.entrySet().stream()
            .map(state -> "%s(%d)".formatted(state.getKey(), state.getValue()))
            .collect(Collectors.joining(", "));
    Map<String, String> labels = members.getFirst().labels();
    return new ProjectSummary(
        project, status, files(labels), labels.getOrDefault(Labels.WORKING_DIRECTORY, ""));
  }

  private static List<String> files(Map<String, String> labels) {
    String files = labels.getOrDefault(Labels.CONFIG_FILES, "");
    return files.isEmpty() ? List.of() : List.of(files.split(",", -1));
  }

  ProjectBody get(String project) {
    var record = store.find(project);
    if (record.isPresent()) {
      JsonObject model = record.get().model();
      JsonObject aside =
          model.get("x-davit") instanceof JsonObject found ? found : new JsonObject();
      JsonElement directory = aside.get("workingDirectory");
      return new ProjectBody(
          project,
          model,
          directory == null ? "" : directory.getAsString(),
          aside.get("files") instanceof JsonArray files
              ? files.asList().stream().map(JsonElement::getAsString).toList()
              : List.of());
    }
    List<ContainerSummary> members = Observation.summaries(containers, project);
    if (members.isEmpty()) {
      throw new NotFound(
          "no such project: " + project, new Resource("project", project), "see davit ls --all");
    }
    Map<String, String> labels = members.getFirst().labels();
    return new ProjectBody(
        project, null, labels.getOrDefault(Labels.WORKING_DIRECTORY, ""), files(labels));
  }

  /// @throws NotFound for a service that is not declared and has no container either
  List<ContainerSummary> containers(String project, List<String> services, int index) {
    String number = Integer.toString(index);
    List<ContainerSummary> members = Observation.summaries(containers, project);
    services.forEach(service -> requireService(project, service, members));
    return members.stream()
        .filter(container -> !"True".equals(container.labels().get(Labels.ONE_OFF)))
        .filter(
            container ->
                services.isEmpty()
                    || services.contains(container.labels().getOrDefault(Labels.SERVICE, "")))
        .filter(
            container ->
                index == 0 || number.equals(container.labels().get(Labels.CONTAINER_NUMBER)))
        .sorted(Comparator.comparing(Observation::name))
        .toList();
  }

  private void requireService(String project, String service, List<ContainerSummary> members) {
    Set<String> known =
        members.stream()
            .map(container -> container.labels().getOrDefault(Labels.SERVICE, ""))
            .collect(Collectors.toCollection(TreeSet::new));
    if (known.contains(service)) {
      return;
    }
    store
        .find(project)
        .ifPresent(record -> known.addAll(record.model().getAsJsonObject("services").keySet()));
    if (!known.contains(service)) {
      throw new NotFound(
          "no such service: " + service,
          new Resource("service", service),
          known.isEmpty()
              ? "the project has no containers: davit up"
              : "the project has: " + String.join(", ", known));
    }
  }

  /// The declarations that the project's containers are made from.
  Set<String> hashes(String project) {
    return Observation.summaries(containers, project).stream()
        .map(container -> container.labels().getOrDefault(Labels.CONFIG_HASH, ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// A service whose last container a user stopped and removed is not wanted any more.
  ProjectRecord withoutRemoved(ProjectRecord record, Set<String> services) {
    if (services.isEmpty()) {
      return record;
    }
    Set<String> gone = new TreeSet<>(services);
    containers(record.name(), List.of(), 0)
        .forEach(container -> gone.remove(container.labels().getOrDefault(Labels.SERVICE, "")));
    return Declaration.without(record, gone);
  }
}

package io.davit.model.load;

import io.davit.model.schema.Suggestion;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Some services of a canonical project, with all that they depend on.
public final class Selection {
  private Selection() {}

  /// The project with these services, their dependencies, and the resources that those use; the
  /// whole of it when none is named.
  ///
  /// @param allResources whether those that they do not use stay, too
  /// @throws NotFound for a name that no enabled service has
  public static Mapping of(Mapping project, Collection<String> names, boolean allResources) {
    if (names.isEmpty()) {
      return project;
    }
    Mapping services = Trees.child(project, "services");
    Set<String> selected = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(names);
    for (String name : names) {
      requireKnown(name, services);
    }
    while (!open.isEmpty()) {
      String name = open.pop();
      if (services.get(name).isPresent() && selected.add(name)) {
        open.addAll(dependencies(services, name));
      }
    }
    Map<String, Entry> kept = new java.util.LinkedHashMap<>(services.entries());
    kept.keySet().retainAll(selected);
    Mapping rest =
        project
            .without("jobs")
            .with(
                "services",
                new Entry(project.keySpan("services"), new Mapping(kept, services.span())));
    return allResources ? rest : Normalization.onlyUsed(rest);
  }

  /// The names of services, those that others depend on before them.
  public static List<String> inDependencyOrder(Mapping project) {
    Mapping services = Trees.child(project, "services");
    Set<String> visited = new LinkedHashSet<>();
    List<String> order = new ArrayList<>();
    for (String name : services.entries().keySet()) {
      visit(name, services, visited, order);
    }
    return order;
  }

  private static void visit(
      String name, Mapping services, Set<String> visited, List<String> order) {
    if (services.get(name).isEmpty() || !visited.add(name)) {
      return;
    }
    for (String dependency : dependencies(services, name)) {
      visit(dependency, services, visited, order);
    }
    order.add(name);
  }

  private static Set<String> dependencies(Mapping services, String name) {
    return Trees.child(Trees.child(services, name), "depends_on").entries().keySet();
  }

  /// @throws NotFound when there is no such service
  public static void requireKnown(String name, Mapping services) {
    if (services.get(name).isPresent()) {
      return;
    }
    Set<String> known = services.entries().keySet();
    throw new NotFound(
        "no such service: \"%s\"".formatted(name),
        new Resource("service", name),
        Suggestion.nearest(name, known)
            .map("did you mean \"%s\"?"::formatted)
            .orElse("the project has: " + String.join(", ", known)));
  }
}

package io.davit.planner.graph;

import io.davit.model.Service;
import io.davit.planner.observed.Labels;
import io.davit.planner.observed.ObservedContainer;
import io.davit.problem.InvalidInput;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.jgrapht.traverse.TopologicalOrderIterator;

/// Which service needs which other one, and how (compose-spec 05-services.md#depends_on).
public final class Dependencies {
  private final Map<String, Map<String, Service.Dependency>> needs = new LinkedHashMap<>();
  private final List<String> order = new ArrayList<>();

  private Dependencies(Map<String, Map<String, Service.Dependency>> declared) {
    for (Map.Entry<String, Map<String, Service.Dependency>> entry : declared.entrySet()) {
      Map<String, Service.Dependency> known = new LinkedHashMap<>(entry.getValue());
      known.keySet().retainAll(declared.keySet());
      needs.put(entry.getKey(), known);
    }
    order.addAll(sorted());
  }

  /// As declared. Services that are not enabled do not count.
  public static Dependencies declared(Collection<Service> services) {
    Map<String, Map<String, Service.Dependency>> needs = new LinkedHashMap<>();
    services.forEach(service -> needs.put(service.name(), service.dependsOn()));
    return new Dependencies(needs);
  }

  /// As the containers' labels tell, where nothing is declared.
  public static Dependencies labelled(Collection<ObservedContainer> containers) {
    Map<String, Map<String, Service.Dependency>> needs = new TreeMap<>();
    for (ObservedContainer container : containers) {
      if (!container.oneOff()) {
        needs
            .computeIfAbsent(container.service(), _ -> new TreeMap<>())
            .putAll(fromLabel(container));
      }
    }
    return new Dependencies(needs);
  }

  /// The label's form: `db:service_healthy:false,cache:service_started:true`.
  public static String toLabel(Map<String, Service.Dependency> dependencies) {
    List<String> parts = new ArrayList<>();
    dependencies.forEach(
        (name, dependency) ->
            parts.add(
                "%s:%s:%b".formatted(name, word(dependency.condition()), dependency.restart())));
    return String.join(",", parts);
  }

  private static Map<String, Service.Dependency> fromLabel(ObservedContainer container) {
    Map<String, Service.Dependency> dependencies = new LinkedHashMap<>();
    for (String part : container.labels().getOrDefault(Labels.DEPENDS_ON, "").split(",", -1)) {
      String[] words = part.split(":", -1);
      if (words[0].isEmpty()) {
        continue;
      }
      Service.Dependency.Condition condition = Service.Dependency.Condition.STARTED;
      for (Service.Dependency.Condition candidate : Service.Dependency.Condition.values()) {
        if (words.length > 1 && words[1].equals(word(candidate))) {
          condition = candidate;
        }
      }
      dependencies.put(
          words[0],
          new Service.Dependency(
              condition,
              words.length > 2 && words[2].equals("true"),
              true,
              new SourceSpan("label " + Labels.DEPENDS_ON, 1, 1, 1)));
    }
    return dependencies;
  }

  private static String word(Service.Dependency.Condition condition) {
    return switch (condition) {
      case STARTED -> "service_started";
      case HEALTHY -> "service_healthy";
      case COMPLETED_SUCCESSFULLY -> "service_completed_successfully";
    };
  }

  /// All services, dependencies first.
  public List<String> order() {
    return List.copyOf(order);
  }

  public Map<String, Service.Dependency> of(String service) {
    return needs.getOrDefault(service, Map.of());
  }

  /// The services that need this one directly.
  public List<String> dependentsOf(String service) {
    return order.stream().filter(name -> of(name).containsKey(service)).toList();
  }

  /// These services with everything that they need, dependencies first.
  public Set<String> closure(Collection<String> services) {
    Set<String> wanted = new LinkedHashSet<>(services);
    List<String> open = new ArrayList<>(services);
    while (!open.isEmpty()) {
      for (String dependency : of(open.removeLast()).keySet()) {
        if (wanted.add(dependency)) {
          open.add(dependency);
        }
      }
    }
    Set<String> sorted = new LinkedHashSet<>(order);
    sorted.retainAll(wanted);
    return sorted;
  }

  private List<String> sorted() {
    SimpleDirectedGraph<String, DefaultEdge> graph = new SimpleDirectedGraph<>(DefaultEdge.class);
    needs.keySet().forEach(graph::addVertex);
    needs.forEach(
        (service, dependencies) -> {
          for (String dependency : dependencies.keySet()) {
            if (!dependency.equals(service)) {
              graph.addEdge(dependency, service);
            }
          }
        });
    List<String> names = new ArrayList<>(needs.keySet());
    Map<String, Integer> position = new LinkedHashMap<>();
    names.forEach(name -> position.put(name, position.size()));
    Iterator<String> iterator =
        new TopologicalOrderIterator<>(
            graph, java.util.Comparator.comparingInt(name -> position.getOrDefault(name, 0)));
    List<String> sorted = new ArrayList<>();
    try {
      iterator.forEachRemaining(sorted::add);
    } catch (IllegalArgumentException cycle) {
      throw new InvalidInput(
          "services depend on each other in a cycle",
          Optional.empty(),
          Optional.of("remove one of the depends_on among: " + String.join(", ", names)),
          cycle);
    }
    return sorted;
  }
}

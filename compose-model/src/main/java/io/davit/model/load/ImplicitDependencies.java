package io.davit.model.load;

import io.davit.model.schema.Links;
import io.davit.model.schema.Namespaces;
import io.davit.model.schema.NaturalOrder;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Writes down the dependencies that other attributes imply: `links` and shared namespaces, whose
/// end is the dependent's end too, and `volumes_from`. What `depends_on` says itself, holds.
final class ImplicitDependencies {
  private static final String[] NAMESPACES = {"network_mode", "ipc", "pid", "uts", "cgroup"};

  private final Map<String, Entry> implied = new LinkedHashMap<>();

  private ImplicitDependencies() {}

  /// @param project canonical
  static Mapping in(Mapping project) {
    return Trees.editContainers(project, (_, service) -> new ImplicitDependencies().of(service));
  }

  /// The project with the dependencies that it says itself, after [#in].
  static Mapping outOf(Mapping project) {
    return Trees.editContainers(
        project, (_, service) -> new ImplicitDependencies().outOfService(service));
  }

  private Mapping outOfService(Mapping service) {
    find(service);
    Mapping all = Trees.child(service, "depends_on");
    Map<String, Entry> said = new LinkedHashMap<>(all.entries());
    implied.forEach(
        (name, dependency) ->
            said.computeIfPresent(
                name, (_, entry) -> entry.keySpan().equals(dependency.keySpan()) ? null : entry));
    if (said.size() == all.entries().size()) {
      return service;
    }
    SourceSpan at = service.keySpan("depends_on");
    return said.isEmpty()
        ? service.without("depends_on")
        : service.with("depends_on", new Entry(at, new Mapping(said, all.span())));
  }

  private Mapping of(Mapping service) {
    find(service);
    if (implied.isEmpty()) {
      return service;
    }
    Map<String, Entry> all = new TreeMap<>(NaturalOrder.INSTANCE);
    all.putAll(implied);
    all.putAll(Trees.child(service, "depends_on").entries());
    SourceSpan at = service.keySpan("depends_on");
    return service.with("depends_on", new Entry(at, new Mapping(all, at)));
  }

  private void find(Mapping service) {
    for (Node node : Trees.items(service, "links")) {
      add(Links.link(((Scalar) node).text()).name(), true, node.span());
    }
    for (String namespace : NAMESPACES) {
      Trees.scalar(service, namespace)
          .ifPresent(
              mode ->
                  Namespaces.service(mode.text()).ifPresent(name -> add(name, true, mode.span())));
    }
    for (Node node : Trees.items(service, "volumes_from")) {
      Links source = Links.volumesFrom(((Scalar) node).text());
      if (!source.container()) {
        add(source.name(), false, node.span());
      }
    }
  }

  private void add(String service, boolean restart, SourceSpan at) {
    Map<String, Entry> dependency = new LinkedHashMap<>();
    dependency.put("condition", new Entry(at, Scalar.string("service_started", at)));
    dependency.put("restart", new Entry(at, Scalar.bool(restart, at)));
    dependency.put("required", new Entry(at, Scalar.bool(true, at)));
    implied.putIfAbsent(service, new Entry(at, new Mapping(dependency, at)));
  }
}

package io.davit.model.load;

import io.davit.model.schema.NaturalOrder;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes down what a compose file leaves unsaid: the default network, the names of resources and
/// of Dockerfiles; and drops resources that no service uses.
final class Normalization {
  private static final String DEFAULT = "default";
  private static final List<String> RESOURCES =
      List.of("networks", "volumes", "secrets", "configs", "models");

  private final String project;

  Normalization(String project) {
    this.project = project;
  }

  Mapping completed(Mapping declared) {
    Mapping connected =
        Trees.editContainers(
            BuildDefaults.dockerfiles(declared), (_, service) -> withDefaultNetwork(service));
    Mapping named = connected;
    for (String kind : RESOURCES) {
      Mapping all = declared(connected, kind);
      if (!all.entries().isEmpty() && !kind.equals("models")) {
        SourceSpan at = connected.keySpan(connected.get(kind).isPresent() ? kind : "services");
        named = named.with(kind, new Entry(at, Trees.editEach(all, this::named)));
      }
    }
    return ordered(named);
  }

  /// Sections, and attributes of services and jobs, in their canonical order.
  static Mapping ordered(Mapping project) {
    Mapping ordered =
        Trees.edit(
            project,
            "services",
            all ->
                Trees.editEach(
                    (Mapping) all, (_, service) -> ProjectShape.serviceInOrder(service)));
    return ProjectShape.inOrder(
        Trees.edit(
            ordered,
            "jobs",
            all -> Trees.editEach((Mapping) all, (_, job) -> ProjectShape.jobInOrder(job))));
  }

  /// A canonical project without the resources that no service of it uses.
  static Mapping onlyUsed(Mapping project) {
    Mapping kept = project;
    for (String kind : RESOURCES) {
      Map<String, Entry> used = used(project, kind);
      kept =
          used.isEmpty()
              ? kept.without(kind)
              : kept.with(
                  kind, new Entry(project.keySpan(kind), new Mapping(used, project.span())));
    }
    return ProjectShape.inOrder(kept);
  }

  private static Mapping withDefaultNetwork(Mapping service) {
    boolean connected = !Trees.child(service, "networks").entries().isEmpty();
    boolean elsewhere =
        service.entries().containsKey("network_mode") || service.entries().containsKey("provider");
    if (connected || elsewhere) {
      return service;
    }
    Entry none = new Entry(service.span(), Scalar.absent(service.span()));
    return service.with(
        "networks", new Entry(service.span(), new Mapping(Map.of(DEFAULT, none), service.span())));
  }

  /// The resources of a kind: those that are declared, and the default network if it is used.
  private static Mapping declared(Mapping project, String kind) {
    Mapping declared = Trees.child(project, kind);
    return kind.equals("networks")
            && names(project, kind).contains(DEFAULT)
            && declared.get(DEFAULT).isEmpty()
        ? declared.with(DEFAULT, new Entry(project.span(), new Mapping(Map.of(), project.span())))
        : declared;
  }

  /// The names of resources that services and jobs refer to.
  private static Set<String> names(Mapping project, String kind) {
    Set<String> names = new LinkedHashSet<>();
    for (String section : new String[] {"services", "jobs"}) {
      for (Entry entry : Trees.child(project, section).entries().values()) {
        names.addAll(references((Mapping) entry.value(), kind));
      }
    }
    return names;
  }

  /// The resources of a kind that services refer to, in natural order.
  private static Map<String, Entry> used(Mapping project, String kind) {
    Map<String, Entry> used = new TreeMap<>(NaturalOrder.INSTANCE);
    used.putAll(Trees.child(project, kind).entries());
    used.keySet().retainAll(names(project, kind));
    return used;
  }

  private static Set<String> references(Mapping service, String kind) {
    return switch (kind) {
      case "networks", "models" -> Trees.child(service, kind).entries().keySet();
      case "volumes" -> volumes(service);
      case "secrets" -> {
        Set<String> names = sources(service, kind);
        names.addAll(sources(Trees.child(service, "build"), kind));
        yield names;
      }
      default -> {
        Set<String> names = sources(service, kind);
        names.add(Trees.text(Trees.child(service, "credential_spec"), "config"));
        yield names;
      }
    };
  }

  private static Set<String> volumes(Mapping service) {
    Set<String> names = new LinkedHashSet<>();
    for (Node mount : Trees.items(service, "volumes")) {
      if (mount instanceof Mapping mapping && Trees.text(mapping, "type").equals("volume")) {
        names.add(Trees.text(mapping, "source"));
      }
    }
    return names;
  }

  private static Set<String> sources(Mapping around, String kind) {
    Set<String> names = new LinkedHashSet<>();
    for (Node grant : Trees.items(around, kind)) {
      if (grant instanceof Mapping mapping) {
        names.add(Trees.text(mapping, "source"));
      }
    }
    return names;
  }

  private Mapping named(String key, Mapping resource) {
    if (!Trees.text(resource, "name").isEmpty()) {
      return resource;
    }
    boolean external = Trees.text(resource, "external").equals("true");
    String name = external ? key : project + "_" + key;
    Map<String, Entry> entries = new LinkedHashMap<>();
    entries.put("name", new Entry(resource.span(), Scalar.string(name, resource.span())));
    entries.putAll(resource.without("name").entries());
    return new Mapping(entries, resource.span());
  }
}

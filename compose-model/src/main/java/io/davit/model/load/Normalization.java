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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes down what a compose file leaves unsaid: the default network, the names of resources; and
/// drops resources that no service uses.
final class Normalization {
  private static final String DEFAULT = "default";

  private final String project;

  Normalization(String project) {
    this.project = project;
  }

  Mapping normalize(Mapping declared) {
    Mapping connected = Trees.editContainers(declared, (_, service) -> withDefaultNetwork(service));
    Mapping named = connected;
    for (String kind : new String[] {"networks", "volumes", "secrets", "configs", "models"}) {
      Map<String, Entry> used = used(connected, kind);
      named = named.without(kind);
      if (!used.isEmpty()) {
        Mapping all = new Mapping(used, connected.span());
        SourceSpan at = connected.keySpan(connected.get(kind).isPresent() ? kind : "services");
        named =
            named.with(
                kind,
                new Entry(at, kind.equals("models") ? all : Trees.editEach(all, this::named)));
      }
    }
    Mapping ordered =
        Trees.edit(
            named,
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

  /// The resources of a kind that services refer to, in natural order.
  private static Map<String, Entry> used(Mapping project, String kind) {
    Set<String> names = new LinkedHashSet<>();
    for (String section : new String[] {"services", "jobs"}) {
      for (Entry entry : Trees.child(project, section).entries().values()) {
        names.addAll(references((Mapping) entry.value(), kind));
      }
    }
    Map<String, Entry> used = new TreeMap<>(NaturalOrder.INSTANCE);
    Mapping declared = Trees.child(project, kind);
    if (kind.equals("networks") && names.contains(DEFAULT) && declared.get(DEFAULT).isEmpty()) {
      declared =
          declared.with(DEFAULT, new Entry(project.span(), new Mapping(Map.of(), project.span())));
    }
    declared
        .entries()
        .forEach(
            (name, entry) -> {
              if (names.contains(name)) {
                used.put(name, entry);
              }
            });
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

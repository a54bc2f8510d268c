package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.schema.Suggestion;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must hold between the parts of a project: everything that is named exists, no dependency
/// goes in a circle, no two things claim the same place.
final class References {
  private static final String SERVICE = "service:";

  private final Mapping project;
  private final Mapping services;
  private final Map<String, Mapping> disabled;
  private final Problems problems;

  private References(Profiles profiles, Problems problems) {
    this.project = profiles.enabled();
    this.services = Trees.child(project, "services");
    this.disabled = profiles.disabled();
    this.problems = problems;
  }

  static void check(Profiles profiles, Problems problems) {
    References references = new References(profiles, problems);
    references
        .services
        .entries()
        .forEach((name, entry) -> references.container("service \"%s\"".formatted(name), entry));
    Trees.child(references.project, "jobs")
        .entries()
        .forEach((name, entry) -> references.container("job \"%s\"".formatted(name), entry));
    ResourceRules.check(references.project, problems);
    references.containerNames();
    references.cycles();
  }

  /// @param who the service or job in an error's words
  private void container(String who, Entry entry) {
    Mapping service = (Mapping) entry.value();
    ServiceRules.check(who, entry.keySpan(), service, problems);
    Trees.child(service, "depends_on")
        .entries()
        .forEach(
            (target, dependency) ->
                needed(
                    who + " depends on",
                    target,
                    dependency.keySpan(),
                    ", or set \"required: false\""));
    builds(who, Trees.child(service, "build"));
    Trees.child(service, "models")
        .entries()
        .forEach((model, use) -> declared(who, "model", "models", model, use.keySpan()));
    Trees.scalar(Trees.child(service, "credential_spec"), "config")
        .ifPresent(config -> declared(who, "config", "configs", config.text(), config.span()));
    Trees.child(service, "networks")
        .entries()
        .forEach(
            (network, attachment) -> {
              if (!network.equals("default")) {
                declared(who, "network", "networks", network, attachment.keySpan());
              }
            });
    for (Node node : Trees.items(service, "volumes")) {
      Mapping mount = (Mapping) node;
      String volume = Trees.text(mount, "source");
      if (Trees.text(mount, "type").equals("volume") && !volume.isEmpty()) {
        declared(who, "volume", "volumes", volume, at(mount));
      }
    }
    for (String kind : List.of("secret", "config")) {
      for (Node node : Trees.items(service, kind + "s")) {
        Mapping grant = (Mapping) node;
        declared(who, kind, kind + "s", Trees.text(grant, "source"), at(grant));
      }
    }
  }

  /// What a build takes from other parts of the project.
  private void builds(String who, Mapping build) {
    for (Node node : Trees.items(build, "secrets")) {
      Mapping grant = (Mapping) node;
      declared(who, "build secret", "secrets", Trees.text(grant, "source"), at(grant));
    }
    for (Entry context : Trees.child(build, "additional_contexts").entries().values()) {
      if (context.value() instanceof Node.Scalar scalar && scalar.text().startsWith(SERVICE)) {
        String target = scalar.text().substring(SERVICE.length());
        needed(who + " is built with", target, scalar.span(), "");
      }
    }
  }

  private static SourceSpan at(Mapping use) {
    return Trees.scalar(use, "source").map(Node::span).orElse(use.span());
  }

  private void declared(String who, String kind, String section, String name, SourceSpan where) {
    Set<String> known = Trees.child(project, section).entries().keySet();
    boolean told =
        problems.isRefused(project.span(), section)
            || problems.isRefused(Trees.child(project, section).span(), name);
    if (known.contains(name) || told) {
      return;
    }
    problems.error(
        "%s refers to undefined %s \"%s\"".formatted(who, kind, name),
        where,
        Suggestion.nearest(name, known)
            .map(
                near -> "did you mean \"%s\"? or declare it below \"%s:\"".formatted(near, section))
            .orElse("declare it below \"%s:\"".formatted(section)));
  }

  /// @param start of the sentence that the target ends
  /// @param optional how to do without a target that is disabled
  private void needed(String start, String target, SourceSpan where, String optional) {
    if (services.entries().containsKey(target)) {
      return;
    }
    Mapping off = disabled.get(target);
    if (off != null) {
      problems.error(
          "%s \"%s\", which is disabled".formatted(start, target),
          where,
          "activate it with --profile %s".formatted(Profiles.of(off).getFirst()) + optional);
      return;
    }
    problems.error(
        "%s undefined service \"%s\"".formatted(start, target),
        where,
        Suggestion.nearest(target, services.entries().keySet())
            .map("did you mean \"%s\"? or declare it below \"services:\""::formatted)
            .orElse("declare it below \"services:\", or remove the dependency"));
  }

  private void containerNames() {
    Map<String, String> owners = new HashMap<>();
    services
        .entries()
        .forEach(
            (name, entry) ->
                Trees.scalar((Mapping) entry.value(), "container_name")
                    .filter(text -> !text.text().isEmpty())
                    .ifPresent(
                        text -> {
                          String owner = owners.putIfAbsent(text.text(), name);
                          if (owner != null) {
                            problems.error(
                                "services \"%s\" and \"%s\" have the same container_name \"%s\""
                                    .formatted(owner, name, text.text()),
                                text.span(),
                                "give them different names, or none");
                          }
                        }));
  }

  private void cycles() {
    Set<String> done = new HashSet<>();
    for (String name : services.entries().keySet()) {
      if (!done.contains(name)) {
        walk(name, done);
      }
    }
  }

  /// Depth first, without recursion: a project may have thousands of services in a row.
  ///
  /// @param done whose dependencies all have been followed; grows
  private void walk(String start, Set<String> done) {
    LinkedHashMap<String, Iterator<String>> path = new LinkedHashMap<>();
    path.put(start, dependencies(start));
    while (!path.isEmpty()) {
      Map.Entry<String, Iterator<String>> last = path.lastEntry();
      if (!last.getValue().hasNext()) {
        done.add(last.getKey());
        path.pollLastEntry();
        continue;
      }
      String next = last.getValue().next();
      if (path.containsKey(next)) {
        cycle(List.copyOf(path.keySet()), next);
      } else if (services.entries().containsKey(next) && !done.contains(next)) {
        path.put(next, dependencies(next));
      }
    }
  }

  private Iterator<String> dependencies(String service) {
    return Trees.child(Trees.child(services, service), "depends_on").entries().keySet().iterator();
  }

  private void cycle(List<String> path, String first) {
    List<String> circle = new ArrayList<>(path.subList(path.indexOf(first), path.size()));
    circle.add(first);
    Mapping from = Trees.child(Trees.child(services, path.getLast()), "depends_on");
    problems.error(
        "dependency cycle: " + String.join(" → ", circle),
        from.keySpan(first),
        "remove one of these dependencies: services on a cycle can never start");
  }
}

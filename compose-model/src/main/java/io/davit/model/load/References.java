package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.schema.Suggestion;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must hold between the parts of a project: everything that is named exists, no dependency
/// goes in a circle, no two things claim the same place.
final class References {
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
    references.services.entries().forEach((name, entry) -> references.service(name, entry));
    references.containerNames();
    references.cycles();
  }

  private void service(String name, Entry entry) {
    Mapping service = (Mapping) entry.value();
    ServiceRules.check(name, entry.keySpan(), service, problems);
    Trees.child(service, "depends_on")
        .entries()
        .forEach((target, dependency) -> dependency(name, target, dependency.keySpan()));
    Trees.child(service, "networks")
        .entries()
        .forEach(
            (network, attachment) -> {
              if (!network.equals("default")) {
                declared(name, "network", "networks", network, attachment.keySpan());
              }
            });
    for (Node node : Trees.items(service, "volumes")) {
      Mapping mount = (Mapping) node;
      String volume = Trees.text(mount, "source");
      if (Trees.text(mount, "type").equals("volume") && !volume.isEmpty()) {
        declared(name, "volume", "volumes", volume, at(mount));
      }
    }
    for (String kind : List.of("secret", "config")) {
      for (Node node : Trees.items(service, kind + "s")) {
        Mapping grant = (Mapping) node;
        declared(name, kind, kind + "s", Trees.text(grant, "source"), at(grant));
      }
    }
  }

  private static SourceSpan at(Mapping use) {
    return Trees.scalar(use, "source").map(Node::span).orElse(use.span());
  }

  private void declared(
      String service, String kind, String section, String name, SourceSpan where) {
    Set<String> known = Trees.child(project, section).entries().keySet();
    if (known.contains(name)) {
      return;
    }
    problems.error(
        "service \"%s\" refers to undefined %s \"%s\"".formatted(service, kind, name),
        where,
        Suggestion.nearest(name, known)
            .map(
                near -> "did you mean \"%s\"? or declare it below \"%s:\"".formatted(near, section))
            .orElse("declare it below \"%s:\"".formatted(section)));
  }

  private void dependency(String service, String target, SourceSpan where) {
    if (services.entries().containsKey(target)) {
      return;
    }
    Mapping off = disabled.get(target);
    if (off != null) {
      problems.error(
          "service \"%s\" depends on \"%s\", which is disabled".formatted(service, target),
          where,
          "activate it with --profile %s, or set \"required: false\""
              .formatted(Profiles.of(off).getFirst()));
      return;
    }
    problems.error(
        "service \"%s\" depends on undefined service \"%s\"".formatted(service, target),
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
    Set<String> done = new LinkedHashSet<>();
    for (String name : services.entries().keySet()) {
      visit(name, new ArrayList<>(), done);
    }
  }

  /// @param path the services that lead here
  private void visit(String name, List<String> path, Set<String> done) {
    if (done.contains(name) || !(services.get(name).orElse(project) instanceof Mapping service)) {
      return;
    }
    int start = path.indexOf(name);
    path.add(name);
    if (start >= 0) {
      String last = path.get(path.size() - 2);
      Mapping from = Trees.child(Trees.child(services, last), "depends_on");
      problems.error(
          "dependency cycle: " + String.join(" → ", path.subList(start, path.size())),
          from.keySpan(name),
          "remove one of these dependencies: services on a cycle can never start");
    } else if (services.entries().containsKey(name)) {
      for (String next : Trees.child(service, "depends_on").entries().keySet()) {
        visit(next, path, done);
      }
      done.add(name);
    }
    path.removeLast();
  }
}

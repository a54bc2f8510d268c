package io.davit.model.load;

import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What a build leaves unsaid (compose-spec build.md): its context is the project's directory, its
/// Dockerfile has the usual name.
final class BuildDefaults {
  private BuildDefaults() {}

  /// @param project with paths that are still relative
  static Mapping contexts(Mapping project) {
    return inBuilds(project, build -> with(build, "context", "."));
  }

  static Mapping dockerfiles(Mapping project) {
    return inBuilds(
        project,
        build ->
            Trees.text(build, "dockerfile_inline").isEmpty()
                ? with(build, "dockerfile", "Dockerfile")
                : build);
  }

  private static Mapping inBuilds(Mapping project, UnaryOperator<Mapping> change) {
    return Trees.editContainers(project, (_, service) -> Trees.editChild(service, "build", change));
  }

  /// Both stand first, in this order.
  private static Mapping with(Mapping build, String key, String otherwise) {
    SourceSpan at = build.span();
    Map<String, Entry> said = build.entries();
    Map<String, Entry> all = new LinkedHashMap<>();
    for (String first : new String[] {"context", "dockerfile"}) {
      if (first.equals(key)) {
        all.put(key, said(said, key, text(otherwise, at)));
      } else if (said.containsKey(first)) {
        all.put(first, said.get(first));
      }
    }
    said.forEach(all::putIfAbsent);
    return new Mapping(all, at);
  }

  /// What is empty says nothing.
  private static Entry said(Map<String, Entry> said, String key, Entry otherwise) {
    Entry entry = said.getOrDefault(key, otherwise);
    return entry.value() instanceof Scalar scalar && scalar.text().isEmpty() ? otherwise : entry;
  }

  private static Entry text(String value, SourceSpan at) {
    return new Entry(at, Scalar.string(value, at));
  }
}

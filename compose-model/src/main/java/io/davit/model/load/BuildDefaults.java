package io.davit.model.load;

import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a build leaves unsaid (compose-spec build.md): its context is the project's directory, its
/// Dockerfile has the usual name.
final class BuildDefaults {
  private BuildDefaults() {}

  /// @param project with paths that are still relative
  static Mapping in(Mapping project) {
    return Trees.editContainers(
        project, (_, service) -> Trees.editChild(service, "build", BuildDefaults::complete));
  }

  private static Mapping complete(Mapping build) {
    SourceSpan at = build.span();
    Map<String, Entry> said = build.entries();
    Map<String, Entry> all = new LinkedHashMap<>();
    all.put("context", said(said, "context", text(".", at)));
    if (!said.containsKey("dockerfile_inline")) {
      all.put("dockerfile", said(said, "dockerfile", text("Dockerfile", at)));
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

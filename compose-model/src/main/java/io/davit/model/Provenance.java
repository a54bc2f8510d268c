package io.davit.model;

import io.davit.problem.SourceSpan;
import java.util.Map;
import java.util.Optional;

/// Where each value of a project was written: after a merge, the file that won.
///
/// @param spans by path in the canonical form: `services.web.environment.LOG_LEVEL`; parts of a
///   sequence are numbered, `services.web.ports.0`
public record Provenance(Map<String, SourceSpan> spans) {
  public static final Provenance NONE = new Provenance(Map.of());

  public Provenance {
    spans = Project.ordered(spans);
  }

  /// The span of the value at a path, or of the nearest value around it.
  public Optional<SourceSpan> at(String path) {
    for (String current = path; !current.isEmpty(); ) {
      SourceSpan span = spans.get(current);
      if (span != null) {
        return Optional.of(span);
      }
      int dot = current.lastIndexOf('.');
      current = dot < 0 ? "" : current.substring(0, dot);
    }
    return Optional.empty();
  }
}

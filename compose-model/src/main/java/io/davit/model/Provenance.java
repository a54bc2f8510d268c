package io.davit.model;

import io.davit.problem.SourceSpan;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where each value of a project was written: after a merge, the file that won. Collected when it
/// is first asked for, because most who load a project never ask.
public final class Provenance {
  private final Supplier<Map<String, SourceSpan>> collected;
  private volatile @Nullable Map<String, SourceSpan> spans;

  /// @param collected gives [#spans]; may be asked more than once, and gives the same each time
  public Provenance(Supplier<Map<String, SourceSpan>> collected) {
    this.collected = collected;
  }

  /// By path in the canonical form: `services.web.environment.LOG_LEVEL`; parts of a sequence are
  /// numbered, `services.web.ports.0`.
  public Map<String, SourceSpan> spans() {
    Map<String, SourceSpan> known = spans;
    if (known == null) {
      known = Project.ordered(collected.get());
      spans = known;
    }
    return known;
  }

  /// The span of the value at a path, or of the nearest value around it.
  public Optional<SourceSpan> at(String path) {
    for (String current = path; !current.isEmpty(); ) {
      SourceSpan span = spans().get(current);
      if (span != null) {
        return Optional.of(span);
      }
      int dot = current.lastIndexOf('.');
      current = dot < 0 ? "" : current.substring(0, dot);
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Provenance provenance && spans().equals(provenance.spans());
  }

  @Override
  public int hashCode() {
    return spans().hashCode();
  }
}

package io.davit.model;

import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where each value of a project was written: after a merge, the file that won. Collected when it
/// is first asked for, because most who load a project never ask.
public final class Provenance {
  /// Knows all values. It may be asked more than once, and tells the same each time.
  public interface Source {
    void tell(Listener listener);
  }

  /// Hears of the values of a tree, each before those inside it.
  public interface Listener {
    /// @param depth how many values are around it
    /// @param key its name in a mapping, or its number in a sequence
    void value(int depth, String key, SourceSpan span);
  }

  private final Source source;
  private volatile @Nullable Map<String, SourceSpan> spans;

  public Provenance(Source source) {
    this.source = source;
  }

  /// Tells of every value, as [Source] does.
  public void tell(Listener listener) {
    source.tell(listener);
  }

  /// By path in the canonical form: `services.web.environment.LOG_LEVEL`; parts of a sequence are
  /// numbered, `services.web.ports.0`.
  public Map<String, SourceSpan> spans() {
    Map<String, SourceSpan> known = spans;
    if (known == null) {
      Paths paths = new Paths();
      source.tell(paths);
      known = Project.ordered(paths.spans);
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

  /// Joins the keys on the way to each value.
  private static final class Paths implements Listener {
    private final Map<String, SourceSpan> spans = new LinkedHashMap<>();
    private final List<String> around = new ArrayList<>();

    @Override
    public void value(int depth, String key, SourceSpan span) {
      around.subList(depth, around.size()).clear();
      String path = depth == 0 ? key : around.getLast() + '.' + key;
      around.add(path);
      spans.put(path, span);
    }
  }
}

package io.davit.model.load;

import io.davit.model.env.Dotenv.Assignment;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Directive;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Tagged;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one layer of a project says of one path.
sealed interface Contribution {
  /// How a value meets what earlier layers say.
  enum How {
    OVER,
    IN_PLACE,
    APPENDED
  }

  /// @param shared where an alias or a merge key brought the value here, if one did
  record Written(History.Layer layer, Entry entry, How how, Optional<Shared> shared)
      implements Contribution {}

  /// The value is taken away.
  record Removed(History.Layer layer, SourceSpan at, Directive directive) implements Contribution {}

  record FromEnvFile(Assignment assignment) implements Contribution {}

  /// @param how `alias` or `<<`
  record Shared(String how, SourceSpan at) {}

  /// What layers say at the root.
  static List<Contribution> of(List<History.Layer> layers) {
    List<Contribution> all = new ArrayList<>();
    for (History.Layer layer : layers) {
      Entry root = new Entry(layer.said().span(), layer.said());
      all.add(new Written(layer, root, How.OVER, Optional.empty()));
    }
    return all;
  }

  /// What the same layers say of a key below.
  static List<Contribution> below(List<Contribution> around, String key) {
    List<Contribution> all = new ArrayList<>();
    for (Contribution one : around) {
      switch (one) {
        case Written written -> written(written, key).ifPresent(all::add);
        case Removed removed -> all.add(removed);
        case FromEnvFile _ -> {}
      }
    }
    return all;
  }

  private static Optional<Contribution> written(Written around, String key) {
    if (!(around.entry().value() instanceof Mapping mapping)) {
      return Optional.empty();
    }
    Entry entry = mapping.entries().get(key);
    boolean replaces = around.how() == How.IN_PLACE;
    if (entry == null) {
      return replaces
          ? Optional.of(new Removed(around.layer(), around.entry().keySpan(), Directive.OVERRIDE))
          : Optional.empty();
    }
    Optional<Shared> shared = shared(mapping, entry).or(around::shared);
    if (!(entry.value() instanceof Tagged(Directive directive, Node inner))) {
      return Optional.of(new Written(around.layer(), entry, around.how(), shared));
    }
    return Optional.of(
        directive == Directive.RESET
            ? new Removed(around.layer(), entry.keySpan(), directive)
            : new Written(around.layer(), new Entry(entry.keySpan(), inner), How.IN_PLACE, shared));
  }

  /// An anchor stands before all that repeats it: what a mapping has from before itself came by a
  /// merge key, and a value from before its key by an alias.
  private static Optional<Shared> shared(Mapping mapping, Entry entry) {
    if (isBefore(entry.keySpan(), mapping.span())) {
      return Optional.of(new Shared("<<", mapping.span()));
    }
    return isBefore(entry.value().span(), entry.keySpan())
        ? Optional.of(new Shared("alias", entry.keySpan()))
        : Optional.empty();
  }

  private static boolean isBefore(SourceSpan a, SourceSpan b) {
    return a.file().equals(b.file())
        && (a.line() < b.line() || (a.line() == b.line() && a.column() < b.column()));
  }
}

package io.davit.model.load;

import io.davit.model.load.Explanation.Step;
import io.davit.model.load.Explanation.Value;
import io.davit.model.schema.Suggestion;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Follows a path through a canonical project and, beside it, through what each document said.
final class Explainer {
  private final List<String> path = new ArrayList<>();
  private final StringBuilder shown = new StringBuilder();
  private final List<Value> values = new ArrayList<>();
  private final StepWriter steps;
  private final EnvFiles envFiles;

  /// What the files of an `env_file` say of a variable.
  interface EnvFiles {
    /// @param section `services` or `jobs`
    List<Contribution> of(String section, String name, String variable);
  }

  private Explainer(StepWriter steps, EnvFiles envFiles) {
    this.steps = steps;
    this.envFiles = envFiles;
  }

  /// A value at the end of a way, and what the layers say of it.
  private record Found(Optional<Node> value, List<Contribution> said) {}

  /// @param asked the path; a key with dots of its own may be several segments
  /// @throws NotFound when neither the project nor any document has such a path
  static Explanation explain(
      Mapping project,
      List<History.Layer> layers,
      List<String> asked,
      StepWriter steps,
      EnvFiles envFiles) {
    Explainer explainer = new Explainer(steps, envFiles);
    Found root = new Found(Optional.of(project), Contribution.of(layers));
    Found found = explainer.find(root, asked, String.join(".", asked));
    explainer.tell(found);
    return new Explanation(explainer.values);
  }

  private Found find(Found from, List<String> segments, String asked) {
    Found found = from;
    List<String> rest = segments;
    while (!rest.isEmpty()) {
      int taken = taken(found, rest);
      if (taken == 0) {
        throw unknown(found, rest, asked);
      }
      found = step(found, String.join(".", rest.subList(0, taken)));
      rest = rest.subList(taken, rest.size());
    }
    return found;
  }

  /// How many segments make the next key: keys of labels have dots of their own.
  private int taken(Found found, List<String> segments) {
    for (int count = segments.size(); count > 0; count--) {
      if (keys(found).contains(String.join(".", segments.subList(0, count)))) {
        return count;
      }
    }
    return 0;
  }

  /// What may follow: in the project, or in a document whose word did not last.
  private static Collection<String> keys(Found found) {
    Set<String> keys = new LinkedHashSet<>(keys(found.value()));
    for (Contribution one : found.said()) {
      if (one instanceof Contribution.Written written) {
        keys.addAll(keys(Optional.of(written.entry().value())));
      }
    }
    return keys;
  }

  private static Collection<String> keys(Optional<Node> value) {
    if (value.isPresent() && value.get() instanceof Mapping mapping) {
      return mapping.entries().keySet();
    }
    Set<String> numbers = new LinkedHashSet<>();
    if (value.isPresent() && value.get() instanceof Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        numbers.add(Integer.toString(i));
      }
    }
    return numbers;
  }

  private NotFound unknown(Found found, List<String> rest, String asked) {
    Collection<String> known = keys(found);
    String before = shown.isEmpty() ? "the project" : "\"" + shown + "\"";
    return new NotFound(
        "there is nothing at \"%s\": %s has no \"%s\"".formatted(asked, before, rest.getFirst()),
        new Resource("path", asked),
        Suggestion.nearest(rest.getFirst(), known)
            .map("did you mean \"%s\"?"::formatted)
            .orElse(
                known.isEmpty()
                    ? "ask for " + before
                    : before + " has: " + String.join(", ", known)));
  }

  private Found step(Found from, String key) {
    boolean item =
        from.value().isPresent() ? from.value().get() instanceof Sequence : saysList(from.said());
    List<Contribution> said =
        item ? ofItem(from.said(), Integer.parseInt(key)) : Contribution.below(from.said(), key);
    path.add(key);
    if (item) {
      shown.append('[').append(key).append(']');
    } else {
      shown.append(shown.isEmpty() ? "" : ".").append(key);
    }
    Optional<Node> value = from.value().flatMap(node -> child(node, key));
    return new Found(value, isVariable() ? withEnvFiles(said, key) : said);
  }

  private boolean isVariable() {
    return path.size() == 4
        && (path.getFirst().equals("services") || path.getFirst().equals("jobs"))
        && path.get(2).equals("environment");
  }

  /// What `environment` says wins over `env_file`, as long as it says something.
  private List<Contribution> withEnvFiles(List<Contribution> said, String variable) {
    List<Contribution> files = envFiles.of(path.getFirst(), path.get(1), variable);
    boolean says = !said.isEmpty() && !(said.getLast() instanceof Contribution.Removed);
    List<Contribution> all = new ArrayList<>(says ? files : said);
    all.addAll(says ? said : files);
    return all;
  }

  private static boolean saysList(List<Contribution> said) {
    return said.stream()
        .anyMatch(
            one ->
                one instanceof Contribution.Written written
                    && written.entry().value() instanceof Sequence);
  }

  private List<Contribution> ofItem(List<Contribution> said, int index) {
    List<List<Contribution>> items = ListHistory.of(path, said);
    return index < items.size() ? items.get(index) : List.of();
  }

  private static Optional<Node> child(Node node, String key) {
    return switch (node) {
      case Mapping mapping -> mapping.get(key);
      case Sequence sequence -> {
        int index = Integer.parseInt(key);
        yield index < sequence.items().size()
            ? Optional.of(sequence.items().get(index))
            : Optional.empty();
      }
      case Scalar _, Node.Tagged _ -> Optional.empty();
    };
  }

  /// Every value below, each with its steps.
  private void tell(Found found) {
    if (found.value().isEmpty()) {
      values.add(new Value(shown.toString(), Optional.empty(), steps.of(found.said())));
      return;
    }
    switch (found.value().get()) {
      case Mapping mapping when !mapping.entries().isEmpty() ->
          mapping.entries().keySet().forEach(key -> inside(found, key));
      case Sequence sequence when !sequence.items().isEmpty() -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          inside(found, Integer.toString(i));
        }
      }
      case Mapping _ -> leaf("{}", found.said());
      case Sequence _ -> leaf("[]", found.said());
      case Scalar scalar -> leaf(scalar.isNull() ? "null" : scalar.text(), found.said());
      case Node.Tagged _ -> throw new IllegalStateException("a directive in a canonical form");
    }
  }

  private void inside(Found found, String key) {
    int length = shown.length();
    tell(step(found, key));
    path.removeLast();
    shown.setLength(length);
  }

  private void leaf(String value, List<Contribution> said) {
    List<Step> told = steps.of(String.join(".", path), value, said);
    values.add(new Value(shown.toString(), Optional.of(value), told));
  }
}

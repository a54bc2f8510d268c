package io.davit.model.load;

import io.davit.model.interpolate.Template;
import io.davit.model.interpolate.Template.Operator;
import io.davit.model.interpolate.TemplateFault;
import io.davit.model.load.Contribution.FromEnvFile;
import io.davit.model.load.Contribution.Removed;
import io.davit.model.load.Contribution.Written;
import io.davit.model.load.Explanation.Action;
import io.davit.model.load.Explanation.Reached;
import io.davit.model.load.Explanation.Step;
import io.davit.model.load.Explanation.Variable;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns what layers say of one value into the steps that made it.
final class StepWriter {
  private final Optional<Step> projectName;
  private final IdentityHashMap<Node, Map<SourceSpan, Scalar>> texts = new IdentityHashMap<>();

  private StepWriter(Optional<Step> projectName) {
    this.projectName = projectName;
  }

  /// @param projectName what decided it, when no file did
  static StepWriter of(Optional<Step> projectName) {
    return new StepWriter(projectName);
  }

  List<Step> of(String path, String value, List<Contribution> said) {
    List<Step> steps = new ArrayList<>(of(said));
    if (!value.equals("null") && passesOn(said)) {
      steps.add(passedOn(path.substring(path.lastIndexOf('.') + 1), value, said, steps));
    }
    if (path.equals("name") && projectName.isPresent()) {
      steps.add(projectName.get());
    }
    Optional<String> last = steps.isEmpty() ? Optional.empty() : steps.getLast().value();
    if (last.isEmpty()) {
      steps.add(plain(Action.DEFAULT, value));
    } else if (value.startsWith("/") && !last.get().equals(value) && isScalar(said)) {
      steps.add(plain(Action.ABSOLUTE, value));
    }
    return steps;
  }

  private static boolean passesOn(List<Contribution> said) {
    return !said.isEmpty()
        && said.getLast() instanceof Written written
        && written.entry().value() instanceof Scalar scalar
        && scalar.isNull();
  }

  /// A key without a value has that of the project's variable of its name.
  private static Step passedOn(
      String name, String value, List<Contribution> said, List<Step> steps) {
    Step bare = steps.removeLast();
    Environment environment = ((Written) said.getLast()).layer().environment();
    Variable variable = new Variable(name, Optional.of(value), source(name, environment));
    return new Step(
        bare.action(),
        bare.at(),
        Optional.of(value),
        Optional.empty(),
        bare.reached(),
        List.of(variable));
  }

  private static boolean isScalar(List<Contribution> said) {
    return !said.isEmpty()
        && said.getLast() instanceof Written written
        && written.entry().value() instanceof Scalar scalar
        && !scalar.isNull();
  }

  static Step plain(Action action, String value) {
    return new Step(
        action, Optional.empty(), Optional.of(value), Optional.empty(), List.of(), List.of());
  }

  List<Step> of(List<Contribution> said) {
    List<Step> steps = new ArrayList<>();
    boolean known = false;
    for (Contribution one : said) {
      switch (one) {
        case Written written -> {
          steps.add(step(written, known));
          known = true;
        }
        case FromEnvFile(var assignment) -> {
          steps.add(
              new Step(
                  Action.ENV_FILE,
                  Optional.of(assignment.source()),
                  Optional.of(assignment.value()),
                  Optional.empty(),
                  List.of(),
                  List.of()));
          known = true;
        }
        case Removed removed -> {
          if (known) {
            steps.add(step(removed));
          }
          known = false;
        }
      }
    }
    return steps;
  }

  private static Step step(Removed removed) {
    return new Step(
        removed.directive() == Node.Directive.RESET ? Action.RESET : Action.LEFT_OUT,
        Optional.of(removed.at()),
        Optional.empty(),
        Optional.empty(),
        reached(removed.layer(), Optional.empty()),
        List.of());
  }

  private Step step(Written written, boolean known) {
    Action action =
        switch (written.how()) {
          case APPENDED -> known ? Action.OVERRIDDEN : Action.APPENDED;
          case IN_PLACE -> Action.REPLACED;
          case OVER -> known ? Action.OVERRIDDEN : Action.WRITTEN;
        };
    Node node = written.entry().value();
    Optional<Scalar> text =
        Optional.ofNullable(index(written.layer()).get(node.span()))
            .filter(scalar -> !scalar.text().equals(shown(node)));
    return new Step(
        action,
        Optional.of(written.entry().span()),
        Optional.of(shown(node)),
        text.map(Scalar::text),
        reached(written.layer(), written.shared()),
        variables(written, text));
  }

  private static String shown(Node node) {
    return switch (node) {
      case Scalar scalar -> scalar.text();
      case Mapping mapping -> mapping.entries().isEmpty() ? "{}" : "a mapping";
      case Sequence sequence -> sequence.items().isEmpty() ? "[]" : "a list";
      case Node.Tagged tagged -> shown(tagged.node());
    };
  }

  private static List<Reached> reached(History.Layer layer, Optional<Contribution.Shared> shared) {
    List<Reached> reached = new ArrayList<>();
    for (History.Way way : layer.ways()) {
      reached.add(
          switch (way) {
            case History.Way.Included(var at) -> new Reached("include", at);
            case History.Way.Extended(var service, var at) -> new Reached("extends " + service, at);
          });
    }
    shared.ifPresent(by -> reached.add(new Reached(by.how(), by.at())));
    return reached;
  }

  private static List<Variable> variables(Written written, Optional<Scalar> text) {
    List<Variable> variables = new ArrayList<>();
    try {
      if (text.isPresent()) {
        for (Template.Variable variable : Template.parse(text.get().text()).variables()) {
          variables.add(variable(variable, written.layer().environment()));
        }
      }
    } catch (TemplateFault e) {
      throw new IllegalStateException("a text that was expanded before", e);
    }
    return variables;
  }

  private static Variable variable(Template.Variable variable, Environment environment) {
    Optional<String> value = environment.get(variable.name());
    if (value.isPresent()) {
      return new Variable(variable.name(), value, source(variable.name(), environment));
    }
    boolean defaulted =
        variable.operator() == Operator.DEFAULT || variable.operator() == Operator.DEFAULT_OR_EMPTY;
    return new Variable(
        variable.name(), value, defaulted ? "default in the expression" : "not set");
  }

  /// Where a variable that is set has its value from.
  static String source(String name, Environment environment) {
    SourceSpan origin = environment.origins().get(name);
    if (origin != null) {
      return origin.describe();
    }
    return name.equals("COMPOSE_PROJECT_NAME") ? "the project's name" : "shell";
  }

  /// The scalars of a document as they stand in the file.
  private Map<SourceSpan, Scalar> index(History.Layer layer) {
    return texts.computeIfAbsent(
        layer.written(),
        root -> {
          Map<SourceSpan, Scalar> found = new HashMap<>();
          collect(root, found);
          return found;
        });
  }

  private static void collect(Node node, Map<SourceSpan, Scalar> into) {
    switch (node) {
      case Scalar scalar -> into.put(scalar.span(), scalar);
      case Sequence sequence -> sequence.items().forEach(item -> collect(item, into));
      case Mapping mapping ->
          mapping.entries().values().forEach(entry -> collect(entry.value(), into));
      case Node.Tagged tagged -> collect(tagged.node(), into);
    }
  }
}

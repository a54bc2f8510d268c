package io.davit.model.interpolate;

import io.davit.model.report.Problems;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Kind;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.model.yaml.Node.Tagged;
import io.davit.model.yaml.SourceText;
import io.davit.problem.SourceSpan;
import java.util.Optional;
import java.util.Set;

/// Expands the variables in all values of one file; keys are left as they are.
public final class Interpolation implements Node.Visitor<Node> {
  private final SourceText source;
  private final Variables variables;
  private final Set<String> warned;
  private final Problems problems;

  /// @param warned names whose absence was told already; grows
  public Interpolation(
      SourceText source, Variables variables, Set<String> warned, Problems problems) {
    this.source = source;
    this.variables = variables;
    this.warned = warned;
    this.problems = problems;
  }

  public Node expand(Node node) {
    return node.accept(this);
  }

  @Override
  public Node sequence(Sequence sequence) {
    return sequence.each(this::expand);
  }

  @Override
  public Node mapping(Mapping mapping) {
    return mapping.each((_, entry) -> Optional.of(expand(entry.value())));
  }

  @Override
  public Node tagged(Tagged tagged) {
    return new Tagged(tagged.directive(), expand(tagged.node()));
  }

  @Override
  public Node scalar(Scalar scalar) {
    if (scalar.kind() != Kind.STRING || scalar.text().indexOf('$') < 0) {
      return scalar;
    }
    try {
      Template template = Template.parse(scalar.text());
      String expanded = template.expand(variables, name -> warn(name, template, scalar));
      return Scalar.string(expanded, scalar.span());
    } catch (TemplateFault fault) {
      SourceSpan where =
          source.within(scalar.span(), scalar.text(), fault.offset(), fault.length());
      problems.error(String.valueOf(fault.getMessage()), where, fault.fix());
      problems.unknown(scalar.span());
      return scalar;
    }
  }

  private void warn(String name, Template template, Scalar scalar) {
    if (!warned.add(name)) {
      return;
    }
    SourceSpan where =
        template.variables().stream()
            .filter(variable -> variable.name().equals(name))
            .findFirst()
            .map(
                variable ->
                    source.within(
                        scalar.span(), scalar.text(), variable.offset(), variable.length()))
            .orElse(scalar.span());
    problems.warning(
        "variable \"%s\" is not set, an empty text takes its place".formatted(name),
        where,
        "set it in the environment or in .env, give it a default with ${%s:-…}, or write $$ for a dollar sign"
            .formatted(name));
  }
}

package io.davit.model.interpolate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A text with variables, parsed: `$NAME`, `${NAME}`, and `${NAME` with one of the operators `:- -
/// :? ? :+ +` and an argument that may hold variables itself. `$$` is a dollar sign, and so is a
/// `$` that no name and no brace follows (compose-spec 12-interpolation.md).
///
/// @param source the text itself
public record Template(String source, List<Part> parts) {
  public Template {
    parts = List.copyOf(parts);
  }

  public sealed interface Part {}

  public record Literal(String text) implements Part {}

  /// @param argument empty for PLAIN
  /// @param offset in characters from the begin of the text, as `length`
  public record Variable(String name, Operator operator, Template argument, int offset, int length)
      implements Part {}

  /// What to do when the variable has no value. OR_EMPTY: an empty value counts as none.
  public enum Operator {
    PLAIN,
    DEFAULT,
    DEFAULT_OR_EMPTY,
    REQUIRED,
    REQUIRED_OR_EMPTY,
    ALTERNATIVE,
    ALTERNATIVE_OR_EMPTY
  }

  /// @throws TemplateFault for a brace that is not closed or holds no variable
  public static Template parse(String text) throws TemplateFault {
    return new TemplateParser(text).parse();
  }

  /// Every variable in it, those of arguments too, in the order of the text.
  public List<Variable> variables() {
    List<Variable> found = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Variable variable) {
        found.add(variable);
        found.addAll(variable.argument().variables());
      }
    }
    return found;
  }

  /// @param unset told of each plain variable without a value, which then is empty
  /// @throws TemplateFault for a required variable without a value
  public String expand(Variables variables, Consumer<String> unset) throws TemplateFault {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(
          part instanceof Variable variable
              ? value(variable, variables, unset)
              : ((Literal) part).text());
    }
    return text.toString();
  }

  private static String value(Variable variable, Variables variables, Consumer<String> unset)
      throws TemplateFault {
    Optional<String> value = variables.get(variable.name());
    Optional<String> filled = value.filter(text -> !text.isEmpty());
    Template argument = variable.argument();
    return switch (variable.operator()) {
      case PLAIN -> {
        if (value.isEmpty()) {
          unset.accept(variable.name());
        }
        yield value.orElse("");
      }
      case DEFAULT -> value.isPresent() ? value.get() : argument.expand(variables, unset);
      case DEFAULT_OR_EMPTY ->
          filled.isPresent() ? filled.get() : argument.expand(variables, unset);
      case REQUIRED -> required(value, variable, variables, unset);
      case REQUIRED_OR_EMPTY -> required(filled, variable, variables, unset);
      case ALTERNATIVE -> value.isPresent() ? argument.expand(variables, unset) : "";
      case ALTERNATIVE_OR_EMPTY -> filled.isPresent() ? argument.expand(variables, unset) : "";
    };
  }

  private static String required(
      Optional<String> value, Variable variable, Variables variables, Consumer<String> unset)
      throws TemplateFault {
    if (value.isPresent()) {
      return value.get();
    }
    String message = variable.argument().expand(variables, unset);
    throw new TemplateFault(
        "required variable \"%s\" has no value%s"
            .formatted(variable.name(), message.isEmpty() ? "" : ": " + message),
        variable.offset(),
        variable.length(),
        "set it in the environment or in .env: %s=…".formatted(variable.name()));
  }
}

package io.davit.cli;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;

/// Adds flags and arguments to a command's model. All values are texts; [Call] reads them.
public final class Flags {
  private final CommandSpec spec;

  public Flags(CommandSpec spec) {
    this.spec = spec;
  }

  public static Flags of(CommandSpec spec) {
    return new Flags(spec);
  }

  /// A flag without a value.
  ///
  /// @param names `-d --detach`
  public Flags flag(String names, String description) {
    spec.addOption(option(names, description).arity("0").type(boolean.class).build());
    return this;
  }

  /// A flag without a value that help does not show: accepted for old scripts.
  public Flags hiddenFlag(String names) {
    spec.addOption(option(names, "").arity("0").type(boolean.class).hidden(true).build());
    return this;
  }

  /// A flag with a value; the last one counts.
  public Flags value(String names, String label, String description) {
    spec.addOption(
        option(names, description).arity("1").paramLabel(label).type(String.class).build());
    return this;
  }

  /// A flag with a value that may be given several times.
  public Flags values(String names, String label, String description) {
    spec.addOption(
        option(names, description)
            .arity("1")
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    return this;
  }

  private static OptionSpec.Builder option(String names, String description) {
    OptionSpec.Builder option = OptionSpec.builder(names.split(" ", -1));
    if (!description.isEmpty()) {
      option.description(description);
    }
    return option;
  }

  /// The arguments that are no flags. Picocli takes as many as there are; [#checkCount] counts
  /// them.
  ///
  /// @param arity `0..*`, `1`, `1..*`
  public Flags arguments(String arity, String label, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .userObject(Range.valueOf(arity))
            .paramLabel(label)
            .description(description)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    return this;
  }

  /// How many arguments there may be.
  static Range count(PositionalParamSpec positional) {
    return positional.userObject() instanceof Range range ? range : Range.valueOf("0..*");
  }

  /// Refuses too few and too many arguments.
  static void checkCount(CommandSpec spec, List<String> arguments) {
    String help = "see \"" + spec.name() + " --help\"";
    int most = 0;
    for (PositionalParamSpec positional : spec.positionalParameters()) {
      most = count(positional).max();
      if (arguments.size() < count(positional).min()) {
        String label = positional.paramLabel();
        throw new InvalidInput(
            "an argument is missing: " + label, new Resource("argument", label), help);
      }
    }
    if (arguments.size() > most) {
      String word = arguments.get(most);
      throw new InvalidInput(
          "unexpected argument \"" + word + "\"", new Resource("argument", word), help);
    }
  }

  /// Names of services; none: all of them.
  public Flags services() {
    return arguments("0..*", "SERVICE", "The services; all of them when none is named.");
  }
}

package io.davit.cli;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in our words what Picocli does not accept.
final class UsageError {
  private UsageError() {}

  static InvalidInput of(ParameterException problem, CommandSpec spec, List<String> arguments) {
    String help = "see \"" + spec.name() + " --help\"";
    if (problem instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      return word.startsWith("-")
          ? unknownFlag(word, spec, help)
          : invalid("unexpected argument \"" + word + "\"", word, help, problem);
    }
    if (problem instanceof MissingParameterException missing) {
      if (missing.getMissing().getFirst() instanceof OptionSpec option) {
        String flag = option.longestName();
        return invalid("flag needs a value: " + flag, flag, help, problem);
      }
      String label = missing.getMissing().getFirst().paramLabel();
      return invalid("an argument is missing: " + label, label, help, problem);
    }
    String message = problem.getMessage() == null ? "" : problem.getMessage();
    String last = arguments.isEmpty() ? spec.name() : arguments.getLast();
    return invalid("invalid arguments: " + message, last, help, problem);
  }

  private static InvalidInput unknownFlag(String word, CommandSpec spec, String help) {
    int equals = word.indexOf('=');
    String flag = equals < 0 ? word : word.substring(0, equals);
    String fix = help;
    if (!spec.name().equals("davit") && Davit.rootSpec().findOption(flag) != null) {
      String command = spec.name().substring("davit ".length());
      fix = flag + " stands before the command: davit " + flag + " … " + command;
    } else {
      List<String> known = new ArrayList<>();
      for (OptionSpec option : spec.options()) {
        if (!option.hidden()) {
          known.addAll(List.of(option.names()));
        }
      }
      Optional<String> closest =
          flag.length() > 3 ? Suggestions.closest(flag, known) : Optional.empty();
      if (closest.isPresent()) {
        fix = "did you mean " + closest.get() + "?";
      }
    }
    return new InvalidInput("unknown flag: " + flag, new Resource("flag", flag), fix);
  }

  private static InvalidInput invalid(
      String what, String word, String help, ParameterException cause) {
    return new InvalidInput(
        what, Optional.of(new Resource("argument", word)), Optional.of(help), cause);
  }
}

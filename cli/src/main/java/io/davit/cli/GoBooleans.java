package io.davit.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Go's way to write a flag's truth, which scripts for Compose use: `--rm=true`, `--rm=false`.
/// Picocli takes no value for a flag without one, so the first becomes `--rm`, and the second goes,
/// or becomes `--no-rm` where there is such a flag.
final class GoBooleans {
  private GoBooleans() {}

  /// @param untilArgument whether flags end at the first argument that is none
  static String[] plain(String[] arguments, CommandSpec spec, boolean untilArgument) {
    List<String> plain = new ArrayList<>(arguments.length);
    boolean flags = true;
    boolean value = false;
    for (String argument : arguments) {
      if (value || !flags || argument.length() < 2 || argument.charAt(0) != '-') {
        flags = flags && (value || !untilArgument);
        value = false;
        plain.add(argument);
        continue;
      }
      flags = !argument.equals("--");
      int equals = argument.indexOf('=');
      OptionSpec option = spec.findOption(equals < 0 ? argument : argument.substring(0, equals));
      value = equals < 0 && option != null && option.arity().max() > 0;
      if (equals < 0 || option == null || option.arity().max() > 0) {
        plain.add(argument);
      } else if (Call.truth(argument.substring(equals + 1))) {
        plain.add(argument.substring(0, equals));
      } else {
        String opposite = "--no-" + option.longestName().substring(2);
        if (spec.findOption(opposite) != null) {
          plain.add(opposite);
        }
      }
    }
    return plain.toArray(String[]::new);
  }
}

package io.davit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The texts of `--help`.
final class HelpText {
  private HelpText() {}

  /// Of the whole program: all commands, then the flags that stand before them.
  static String ofAll(CommandSpec root) {
    StringBuilder text = new StringBuilder();
    text.append("davit raises the services of a compose file, and lowers them again.\n\n");
    text.append("Usage:  davit [OPTIONS] COMMAND\n");
    CommandWords.sections().forEach((heading, commands) -> section(text, heading, commands));
    text.append("\nOptions, before the command:\n").append(optionList(root));
    text.append("\n\"davit COMMAND --help\" says more about a command.\n");
    return text.toString();
  }

  static String ofGroup(String name) {
    StringBuilder text = new StringBuilder();
    text.append("Usage:  davit ").append(name).append(" COMMAND\n");
    section(text, "Commands", CommandWords.group(name));
    text.append("\n\"davit ").append(name).append(" COMMAND --help\" says more about a command.\n");
    return text.toString();
  }

  /// Of one command.
  static String of(CommandSpec spec) {
    String name = spec.name().substring("davit ".length());
    StringBuilder text = new StringBuilder();
    text.append("Usage:  ").append(spec.name()).append(" [OPTIONS]");
    spec.positionalParameters()
        .forEach(
            parameter -> {
              boolean optional = Flags.count(parameter).min() == 0;
              String label =
                  parameter.paramLabel() + (Flags.count(parameter).max() > 2 ? "..." : "");
              text.append(' ').append(optional ? "[" + label + "]" : label);
            });
    text.append("\n\n").append(summary(name)).append(".\n");
    for (String line : spec.usageMessage().description()) {
      text.append(line).append('\n');
    }
    spec.positionalParameters()
        .forEach(
            parameter -> {
              text.append("\nArguments:\n  ").append(parameter.paramLabel()).append("  ");
              text.append(String.join(" ", parameter.description())).append('\n');
            });
    text.append("\nOptions:\n").append(optionList(spec));
    return text.toString();
  }

  /// The words that may follow `davit`.
  static List<String> topNames() {
    List<String> names = new ArrayList<>();
    CommandWords.sections().values().forEach(commands -> names.addAll(commands.keySet()));
    return names;
  }

  /// All commands, those of groups among them.
  static List<String> names() {
    List<String> names = topNames();
    for (String group : List.of("container", "image", "network", "volume", "system", "env")) {
      CommandWords.group(group).keySet().forEach(name -> names.add(group + " " + name));
    }
    return names;
  }

  static String summary(String name) {
    int space = name.indexOf(' ');
    if (space > 0) {
      Map<String, String> group = CommandWords.group(name.substring(0, space));
      return group.getOrDefault(name.substring(space + 1), name);
    }
    for (Map<String, String> commands : CommandWords.sections().values()) {
      String summary = commands.get(name);
      if (summary != null) {
        return summary;
      }
    }
    return name;
  }

  private static void section(StringBuilder text, String heading, Map<String, String> commands) {
    text.append('\n').append(heading).append(":\n");
    commands.forEach(
        (name, summary) ->
            text.append("  ")
                .append(name)
                .append(" ".repeat(Math.max(2, 12 - name.length())))
                .append(summary)
                .append('\n'));
  }

  /// Two columns, by long name; `-d, --detach Leave …`.
  private static String optionList(CommandSpec spec) {
    Map<String, OptionSpec> options = new TreeMap<>();
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        options.put(longName(option), option);
      }
    }
    int width = 0;
    for (OptionSpec option : options.values()) {
      width = Math.max(width, term(option).length());
    }
    StringBuilder text = new StringBuilder();
    for (OptionSpec option : options.values()) {
      String term = term(option);
      text.append("  ").append(term).append(" ".repeat(width - term.length() + 3));
      text.append(String.join(" ", option.description())).append('\n');
    }
    return text.toString();
  }

  private static String term(OptionSpec option) {
    String first = option.names()[0];
    String shortName = first.length() == 2 ? first + ", " : "    ";
    String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
    return shortName + longName(option) + value;
  }

  private static String longName(OptionSpec option) {
    String first = option.names()[0];
    return first.length() == 2 ? option.names()[1] : first;
  }
}

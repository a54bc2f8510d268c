package io.davit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/// The texts of `--help`.
final class HelpText {
  private static final int WIDTH = 100;

  private HelpText() {}

  /// Of the whole program: all commands, then the flags that stand before them.
  static String ofAll(CommandSpec root) {
    StringBuilder text = new StringBuilder();
    text.append("davit raises the services of a compose file, and lowers them again.\n\n");
    text.append("Usage:  davit [OPTIONS] COMMAND\n");
    Commands.sections().forEach((heading, commands) -> section(text, heading, commands));
    text.append("\nOptions, before the command:\n").append(optionList(root));
    text.append("\n\"davit COMMAND --help\" says more about a command.\n");
    return text.toString();
  }

  static String ofGroup(String name) {
    StringBuilder text = new StringBuilder();
    text.append("Usage:  davit ").append(name).append(" COMMAND\n");
    section(text, "Commands", Commands.group(name));
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
              boolean optional = parameter.arity().min() == 0;
              String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
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
    Commands.sections().values().forEach(commands -> names.addAll(commands.keySet()));
    return names;
  }

  /// All commands, those of groups among them.
  static List<String> names() {
    List<String> names = topNames();
    for (String group : List.of("container", "image", "network", "volume", "system")) {
      Commands.group(group).keySet().forEach(name -> names.add(group + " " + name));
    }
    return names;
  }

  static String summary(String name) {
    int space = name.indexOf(' ');
    if (space > 0) {
      Map<String, String> group = Commands.group(name.substring(0, space));
      return group.getOrDefault(name.substring(space + 1), name);
    }
    for (Map<String, String> commands : Commands.sections().values()) {
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

  private static String optionList(CommandSpec spec) {
    spec.usageMessage().width(WIDTH).autoWidth(false).adjustLineBreaksForWideCJKCharacters(false);
    return new Help(spec, CommandLine.Help.defaultColorScheme(Help.Ansi.OFF)).optionList();
  }
}

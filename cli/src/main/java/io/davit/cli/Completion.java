package io.davit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What may stand at the end of a command line that is being written.
final class Completion {
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "--progress", List.of("auto", "tty", "plain", "json", "quiet"),
          "--ansi", List.of("auto", "never", "always"),
          "--format", List.of("table", "json"),
          "--pull", List.of("always", "missing", "never"),
          "--rmi", List.of("local", "all"),
          "--protocol", List.of("tcp", "udp"),
          "--status",
              List.of("paused", "restarting", "removing", "running", "dead", "created", "exited"));

  /// The names of the services, given the flags before the command.
  private final Function<List<String>, List<String>> services;

  Completion(Function<List<String>, List<String>> services) {
    this.services = services;
  }

  /// @param words after `davit`; the last one is the unfinished one, perhaps empty
  /// @return words that it may become; none: names of files
  List<String> candidates(List<String> words) {
    CommandSpec root = Davit.rootSpec();
    int command = argument(root, words, 0);
    if (command == words.size() - 1) {
      return at(root, words, command, HelpText::topNames);
    }
    String name = words.get(command);
    int next = command + 1;
    if (Commands.isGroup(name)) {
      if (next == words.size() - 1) {
        return beginningWith(words.getLast(), List.copyOf(CommandWords.group(name).keySet()));
      }
      name = name + " " + words.get(next);
      next++;
    }
    if (name.equals("help")) {
      return beginningWith(words.getLast(), HelpText.topNames());
    }
    if (name.equals("completion")) {
      return beginningWith(words.getLast(), List.of("bash", "zsh", "fish"));
    }
    Optional<Command> found = Commands.named(name);
    if (found.isEmpty()) {
      return List.of();
    }
    CommandSpec spec = Davit.spec("davit " + name);
    found.get().describe(spec);
    List<String> rest = words.subList(next, words.size());
    if (found.get().stopsAtArgument() && argument(spec, rest, 0) < rest.size() - 1) {
      return List.of();
    }
    boolean takesServices =
        spec.positionalParameters().stream().anyMatch(p -> p.paramLabel().startsWith("SERVICE"));
    List<String> globals = words.subList(0, command);
    return at(
        spec, rest, rest.size() - 1, () -> takesServices ? services.apply(globals) : List.of());
  }

  /// The index of the first word that is no flag nor a flag's value; at most the last word's.
  private static int argument(CommandSpec spec, List<String> words, int from) {
    int index = from;
    while (index < words.size() - 1 && words.get(index).startsWith("-")) {
      OptionSpec option = spec.findOption(words.get(index));
      index += option != null && option.arity().max() > 0 ? 2 : 1;
    }
    return Math.min(index, words.size() - 1);
  }

  private static List<String> at(
      CommandSpec spec, List<String> words, int index, Supplier<List<String>> arguments) {
    String word = words.get(index);
    OptionSpec before = index > 0 ? spec.findOption(words.get(index - 1)) : null;
    if (before != null && before.arity().max() > 0) {
      return beginningWith(word, VALUES.getOrDefault(before.longestName(), List.of()));
    }
    if (!word.startsWith("-")) {
      return beginningWith(word, arguments.get());
    }
    List<String> flags = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        flags.add(option.longestName());
      }
    }
    return beginningWith(word, flags);
  }

  private static List<String> beginningWith(String word, List<String> candidates) {
    return candidates.stream().filter(c -> c.startsWith(word)).sorted().toList();
  }
}

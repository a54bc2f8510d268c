package io.davit.cli;

import io.davit.model.yaml.Node;
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

  /// The services and the canonical form of the project, given the flags before the command.
  private final Function<List<String>, Declared> project;

  Completion(Function<List<String>, Declared> project) {
    this.project = project;
  }

  /// What words of a project there are.
  record Declared(List<String> services, Map<String, Node.Entry> canonical) {
    static final Declared NOTHING = new Declared(List.of(), Map.of());
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
    if (name.equals("config") && follows(spec, rest, "--explain")) {
      return paths(project.apply(globals).canonical(), "", rest.getLast());
    }
    if (name.equals("env explain") && argument(spec, rest, 0) < rest.size() - 1) {
      String service = rest.get(argument(spec, rest, 0));
      String start = "services." + service + ".environment.";
      return paths(project.apply(globals).canonical(), "", start + rest.getLast()).stream()
          .map(path -> path.substring(start.length()))
          .toList();
    }
    return at(
        spec,
        rest,
        rest.size() - 1,
        () -> takesServices ? project.apply(globals).services() : List.of());
  }

  private static boolean follows(CommandSpec spec, List<String> words, String flag) {
    OptionSpec before = words.size() < 2 ? null : spec.findOption(words.get(words.size() - 2));
    return before != null && before.longestName().equals(flag);
  }

  /// The paths of a mapping that a word may become, as far as the next dot. Keys may have dots.
  private static List<String> paths(Map<String, Node.Entry> mapping, String before, String word) {
    List<String> paths = new ArrayList<>();
    mapping.forEach(
        (key, entry) -> {
          String path = before + key;
          if (word.startsWith(path + ".") && entry.value() instanceof Node.Mapping inner) {
            paths.addAll(paths(inner.entries(), path + ".", word));
          } else if (path.startsWith(word)) {
            paths.add(path);
          }
        });
    return paths.stream().sorted().toList();
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

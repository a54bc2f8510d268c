package io.davit.cli;

import io.davit.cli.command.DeclaredProject;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.render.ErrorText;
import io.davit.cli.terminal.Signals;
import io.davit.cli.terminal.Terminal;
import io.davit.model.load.ProjectLoader;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The command line's entry. It parses in two steps: the flags before the subcommand, then that
/// subcommand's own, so that only one model is ever built.
public final class Davit {
  private final Surroundings around;

  Davit(Surroundings around) {
    this.around = around;
  }

  /// Exits with the command's code.
  public static void main(String[] arguments) {
    begin(arguments);
    Surroundings around = surroundings();
    int code = new Davit(around).run(arguments);
    around.out().flush();
    around.err().flush();
    // Not exit: that loads the JDK's loggers, to log itself. Nothing of ours waits for a hook.
    Runtime.getRuntime().halt(code);
  }

  /// Begins, beside the caller, what the command will need.
  static void begin(String... arguments) {
    if (Arrays.stream(arguments).noneMatch(Commands::isOffline)) {
      EngineClient.prepare();
    }
  }

  /// Those of this process.
  static Surroundings surroundings() {
    return new Surroundings(
        System.getenv(),
        Map.of(),
        Path.of("").toAbsolutePath(),
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Terminal.ofProcess(),
        Signals.ofProcess(),
        InstantSource.system());
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        false,
        StandardCharsets.UTF_8);
  }

  /// Runs a whole command line; what goes wrong is printed.
  ///
  /// @return the exit code
  int run(String... arguments) {
    CommandSpec root = rootSpec();
    Optional<ParseResult> globals = Optional.empty();
    try {
      ParseResult parsed = parse(root, arguments, true);
      globals = Optional.of(parsed);
      return dispatch(root, parsed);
    } catch (RuntimeException | IOException e) {
      String progress = globals.flatMap(g -> Call.text(g, "--progress")).orElse("");
      if (progress.isEmpty()) {
        progress = around.variable("COMPOSE_PROGRESS");
      }
      around.out().flush();
      boolean trace = Call.truth(around.variable("DAVIT_DEBUG"));
      return ErrorText.print(
          around.err(),
          e,
          new ErrorText.Manner(progress.equals("json"), trace, around.directory()));
    }
  }

  private int dispatch(CommandSpec root, ParseResult parsed) throws IOException {
    List<String> words = parsed.matchedPositionalValue(0, List.of());
    if (Call.flag(parsed, "--version")) {
      words = List.of("version");
    } else if (words.isEmpty()) {
      around.out().print(HelpText.ofAll(root));
      return 0;
    }
    String name = words.getFirst();
    if (name.equals("__complete")) {
      return complete(words.subList(1, words.size()));
    }
    boolean help = Call.flag(parsed, "--help");
    if (name.equals("help")) {
      words = words.subList(1, words.size());
      if (words.isEmpty()) {
        around.out().print(HelpText.ofAll(root));
        return 0;
      }
      name = words.getFirst();
      help = true;
    }
    int consumed = 1;
    if (Commands.isGroup(name)) {
      if (words.size() == 1 || words.get(1).equals("--help") || words.get(1).equals("-h")) {
        around.out().print(HelpText.ofGroup(name));
        return 0;
      }
      name = name + " " + words.get(1);
      consumed = 2;
    }
    Optional<Command> command = Commands.named(name);
    if (command.isEmpty()) {
      throw unknown(root, name);
    }
    String[] rest = words.subList(consumed, words.size()).toArray(String[]::new);
    return run(name, command.get(), parsed, help ? new String[] {"--help"} : rest);
  }

  private int run(String name, Command command, ParseResult globals, String[] arguments)
      throws IOException {
    CommandSpec spec = spec("davit " + name);
    command.describe(spec);
    if (spec.findOption("--dry-run") == null) {
      spec.addOption(
          OptionSpec.builder("--dry-run").arity("0").type(boolean.class).hidden(true).build());
    }
    ParseResult parsed = parse(spec, arguments, command.stopsAtArgument());
    if (Call.flag(parsed, "--help")) {
      around.out().print(HelpText.of(spec));
      return 0;
    }
    Surroundings complete = around.withSettings(settings(name, globals));
    Call call = new Call(parsed, Globals.of(globals, complete), complete);
    Flags.checkCount(spec, call.arguments());
    return command.run(call);
  }

  /// What `.env` says about Compose itself; commands about the engine's own objects have none.
  private Map<String, String> settings(String command, ParseResult globals) {
    return command.indexOf(' ') > 0
        ? Map.of()
        : ProjectLoader.composeVariables(Globals.of(globals, around).request(around));
  }

  private int complete(List<String> words) {
    new Completion(this::declared).candidates(words).forEach(around.out()::println);
    return 0;
  }

  /// What completion knows of the project; nothing when the files cannot be read.
  private Completion.Declared declared(List<String> globals) {
    try {
      ParseResult parsed = parse(rootSpec(), globals.toArray(String[]::new), true);
      Call call = new Call(parsed, Globals.of(parsed, around), around);
      DeclaredProject project = DeclaredProject.load(call, List.of());
      return new Completion.Declared(project.services(), project.loaded().canonical().entries());
    } catch (RuntimeException | IOException e) {
      return Completion.Declared.NOTHING;
    }
  }

  private RuntimeException unknown(CommandSpec root, String name) {
    if (Commands.isNotYet(name)) {
      return new Unsupported(
          "\"davit " + name + "\" is not supported yet",
          new Resource("command", name),
          "\"davit --help\" lists the commands that are");
    }
    if (name.equals("daemon")) {
      return new InvalidInput(
          "the engine is a program of its own",
          new Resource("command", name),
          "start it through davit's launcher, which finds it");
    }
    Optional<String> closest = Suggestions.closest(name, HelpText.names());
    if (closest.isEmpty()) {
      around.err().println(HelpText.ofAll(root));
    }
    return new InvalidInput(
        "unknown command \"" + name + "\"",
        new Resource("command", name),
        closest
            .map(word -> "did you mean \"davit " + word + "\"?")
            .orElse("\"davit --help\" lists all commands"));
  }

  static CommandSpec rootSpec() {
    CommandSpec root = spec("davit");
    Globals.describe(root);
    Flags.of(root)
        .flag("-v --version", "Print the version.")
        .arguments("0..*", "COMMAND", "What to do.");
    return root;
  }

  /// An empty model with `--help`.
  static CommandSpec spec(String name) {
    CommandSpec spec = CommandSpec.create().name(name).interpolateVariables(false);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Print this help.")
            .build());
    return spec;
  }

  private static ParseResult parse(CommandSpec spec, String[] arguments, boolean stopAtArgument) {
    CommandLine line =
        new CommandLine(spec)
            .setExpandAtFiles(false)
            .setStopAtPositional(stopAtArgument)
            .setOverwrittenOptionsAllowed(true)
            .setPosixClusteredShortOptionsAllowed(true);
    String[] plain = GoBooleans.plain(arguments, spec, stopAtArgument);
    try {
      return line.parseArgs(plain);
    } catch (ParameterException e) {
      throw UsageError.of(e, spec, Arrays.asList(plain));
    }
  }
}

package io.davit.cli;

import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.EngineStarter;
import io.davit.cli.render.Ansi;
import io.davit.cli.render.ProgressView;
import io.davit.cli.render.TerminalProgress;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.ParseResult;

/// One run of a command: what the user wrote, and what there is to answer with.
public final class Call {
  private final ParseResult parsed;
  private final Globals globals;
  private final Surroundings around;

  Call(ParseResult parsed, Globals globals, Surroundings around) {
    this.parsed = parsed;
    this.globals = flag(parsed, "--dry-run") ? globals.withDryRun() : globals;
    this.around = around;
  }

  public Globals globals() {
    return globals;
  }

  public Surroundings around() {
    return around;
  }

  public PrintStream out() {
    return around.out();
  }

  public PrintStream err() {
    return around.err();
  }

  public boolean flag(String name) {
    return flag(parsed, name);
  }

  /// The value of a flag, or empty.
  public String text(String name) {
    return text(parsed, name).orElse("");
  }

  public boolean given(String name) {
    return parsed.hasMatchedOption(name);
  }

  public List<String> texts(String name) {
    return texts(parsed, name);
  }

  /// A whole number.
  public OptionalInt number(String name) {
    Optional<String> text = text(parsed, name);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(text.get()));
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "invalid value \"" + text.get() + "\" for " + name,
          Optional.of(new Resource("flag", name)),
          Optional.of("write a whole number"),
          e);
    }
  }

  /// One of some words; the first of them when the flag is not given.
  public String choice(String name, String... allowed) {
    return Globals.chosen(name, text(parsed, name).orElse(allowed[0]), List.of(allowed));
  }

  /// What is no flag.
  public List<String> arguments() {
    return parsed.hasMatchedPositional(0)
        ? List.copyOf(parsed.<List<String>>matchedPositionalValue(0, List.of()))
        : List.of();
  }

  /// Refuses a flag together with any that contradict it, with values or without.
  public void exclusive(String flag, String... others) {
    for (String other : others) {
      if (isSaid(flag) && isSaid(other)) {
        throw new InvalidInput(
            flag + " and " + other + " are incompatible",
            new Resource("flag", flag),
            "leave one of them away");
      }
    }
  }

  private boolean isSaid(String flag) {
    return given(flag) && !Boolean.FALSE.equals(parsed.matchedOptionValue(flag, (Object) true));
  }

  static boolean flag(ParseResult parsed, String name) {
    return parsed.hasMatchedOption(name) && parsed.matchedOptionValue(name, false);
  }

  static Optional<String> text(ParseResult parsed, String name) {
    return parsed.hasMatchedOption(name)
        ? Optional.of(parsed.matchedOptionValue(name, ""))
        : Optional.empty();
  }

  static List<String> texts(ParseResult parsed, String name) {
    return parsed.hasMatchedOption(name)
        ? List.copyOf(parsed.<List<String>>matchedOptionValue(name, List.of()))
        : List.of();
  }

  /// The engine, which is started when it is absent.
  public EngineClient engine() {
    return globals.engine().startable()
        ? new EngineClient(
            globals.engine().socket(), new EngineStarter(globals.engine(), around.err()))
        : EngineClient.onlyIfRunning(globals.engine().socket());
  }

  /// The engine, if it runs.
  public EngineClient runningEngine() {
    return EngineClient.onlyIfRunning(globals.engine().socket());
  }

  /// Colours for the standard output.
  public Ansi outputColours() {
    return colours(around.terminal().outputIsTerminal());
  }

  public Ansi errorColours() {
    return colours(around.terminal().errorIsTerminal());
  }

  private Ansi colours(boolean terminal) {
    return new Ansi(
        switch (globals.ansi()) {
          case "always" -> true;
          case "never" -> false;
          default -> terminal && around.variable("NO_COLOR").isEmpty();
        });
  }

  /// A view of the steps of an operation, as `--progress` says; auto is a terminal's, or plain.
  public ProgressView progress(String title) {
    PrintStream target = progressTarget();
    String kind = globals.progress();
    if (kind.equals("auto")) {
      boolean terminal =
          around.terminal().errorIsTerminal()
              && !globals.ansi().equals("never")
              && !around.variable("TERM").equals("dumb");
      kind = terminal ? "tty" : "plain";
    }
    return switch (kind) {
      case "tty" ->
          new TerminalProgress(
              title, target, errorColours(), around.terminal().size(), System::nanoTime);
      case "json" -> new ProgressView.Json(target);
      case "quiet" -> new ProgressView.Quiet();
      default -> new ProgressView.Plain(target);
    };
  }

  /// The same, but never drawn in place.
  public ProgressView plainProgress() {
    return switch (globals.progress()) {
      case "json" -> new ProgressView.Json(progressTarget());
      case "quiet" -> new ProgressView.Quiet();
      default -> new ProgressView.Plain(progressTarget());
    };
  }

  private PrintStream progressTarget() {
    return truth(around.variable("COMPOSE_STATUS_STDOUT")) ? around.out() : around.err();
  }

  /// A boolean of the environment: Go's ParseBool, and `y`.
  public static boolean truth(String value) {
    return switch (value.toLowerCase(java.util.Locale.ROOT)) {
      case "1", "t", "true", "y" -> true;
      default -> false;
    };
  }
}

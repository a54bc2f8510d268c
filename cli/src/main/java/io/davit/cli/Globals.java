package io.davit.cli;

import io.davit.cli.engine.EngineAddress;
import io.davit.model.load.Caller;
import io.davit.model.load.LoadRequest;
import io.davit.model.load.ProjectFlags;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The flags before the subcommand.
///
/// @param project what they say about the project
/// @param progress auto, tty, plain, json or quiet
/// @param ansi never, always or auto
public record Globals(
    ProjectFlags project, String progress, String ansi, boolean dryRun, EngineAddress engine) {

  static void describe(CommandSpec spec) {
    Flags.of(spec)
        .values("-f --file", "PATH", "Compose file; several are merged, - is standard input.")
        .value("-p --project-name", "NAME", "Name of the project.")
        .values("--env-file", "PATH", "File of variables, in place of .env.")
        .values("--profile", "NAME", "Profile to enable; * is all of them.")
        .value("--project-directory", "PATH", "What relative paths start from.")
        .value("--progress", "KIND", "How progress is shown: auto, tty, plain, json or quiet.")
        .value("--ansi", "WHEN", "When to use colours: never, always or auto.")
        .value("--parallel", "N", "Operations at a time; -1 is no limit.")
        .flag("--dry-run", "Print what would be done, and do nothing.")
        .value("--root", "PATH", "The engine's state (DAVIT_ROOT, /var/lib/davit).")
        .value("--run", "PATH", "The engine's socket and runtime files (DAVIT_RUN, /run/davit).")
        .value("--host", "SOCKET", "The socket of a running engine (DAVIT_HOST).")
        .flag("--all-resources", "Make networks and volumes that no service uses, too.")
        .flag("--compatibility", "Join names with _, as Compose 1 did; config leaves unsaid.")
        .hiddenFlag("--verbose");
  }

  static Globals of(ParseResult parsed, Surroundings around) {
    String progress =
        chosen(
            "--progress",
            Call.text(parsed, "--progress").orElse(or(around.variable("COMPOSE_PROGRESS"), "auto")),
            List.of("auto", "tty", "plain", "json", "quiet", "none"));
    String ansi =
        chosen(
            "--ansi",
            Call.text(parsed, "--ansi").orElse(or(around.variable("COMPOSE_ANSI"), "auto")),
            List.of("auto", "never", "always"));
    checkParallel(
        Call.text(parsed, "--parallel").orElse(around.variable("COMPOSE_PARALLEL_LIMIT")));
    return new Globals(
        new ProjectFlags(
            Call.texts(parsed, "--file"),
            Call.text(parsed, "--project-directory").map(Path::of),
            Call.text(parsed, "--project-name").filter(name -> !name.isEmpty()),
            Call.texts(parsed, "--env-file"),
            Call.texts(parsed, "--profile"),
            Call.flag(parsed, "--all-resources"),
            Call.flag(parsed, "--compatibility")),
        progress.equals("none") ? "quiet" : progress,
        ansi,
        Call.flag(parsed, "--dry-run"),
        engine(parsed, around));
  }

  private static EngineAddress engine(ParseResult parsed, Surroundings around) {
    Optional<String> root = Call.text(parsed, "--root");
    Optional<String> run = Call.text(parsed, "--run");
    Optional<String> host = Call.text(parsed, "--host");
    if (host.isEmpty() && root.isEmpty() && run.isEmpty()) {
      host = Optional.of(around.variable("DAVIT_HOST")).filter(text -> !text.isEmpty());
    }
    if (host.isPresent()) {
      return EngineAddress.at(host.get());
    }
    String rootPath = root.orElse(around.variable("DAVIT_ROOT"));
    String runPath = run.orElse(around.variable("DAVIT_RUN"));
    return EngineAddress.of(
        around.directory().resolve(or(rootPath, EngineAddress.DEFAULT_ROOT.toString())).normalize(),
        around.directory().resolve(or(runPath, EngineAddress.DEFAULT_RUN.toString())).normalize());
  }

  /// What is to be loaded, of all services.
  public LoadRequest request(Surroundings around) {
    return new LoadRequest(Caller.in(around.directory(), around.environment()), project, List.of());
  }

  Globals withDryRun() {
    return new Globals(project, progress, ansi, true, engine);
  }

  private static void checkParallel(String limit) {
    if (!limit.isEmpty()) {
      try {
        if (Integer.parseInt(limit) < -1) {
          throw new NumberFormatException("below -1");
        }
      } catch (NumberFormatException e) {
        throw new InvalidInput(
            "invalid value \"" + limit + "\" for --parallel",
            Optional.of(new Resource("flag", "--parallel")),
            Optional.of("write a whole number; -1 is no limit"),
            e);
      }
    }
  }

  static String chosen(String flag, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new InvalidInput(
          "invalid value \"" + value + "\" for " + flag,
          new Resource("flag", flag),
          "choose one of " + String.join(", ", allowed));
    }
    return value;
  }

  private static String or(String value, String other) {
    return value.isEmpty() ? other : value;
  }
}

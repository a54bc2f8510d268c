package io.davit.cli;

import io.davit.cli.engine.EngineAddress;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The flags before the subcommand, with their environment variables already taken into account.
///
/// @param files as named; empty: the usual names are looked for
/// @param progress auto, tty, plain, json or quiet
/// @param ansi never, always or auto
public record Globals(
    List<String> files,
    Optional<String> projectName,
    List<String> environmentFiles,
    List<String> profiles,
    Optional<String> projectDirectory,
    String progress,
    String ansi,
    boolean dryRun,
    EngineAddress engine) {

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
        .hiddenFlag("--compatibility")
        .hiddenFlag("--all-resources")
        .hiddenFlag("--verbose");
  }

  static Globals of(ParseResult parsed, Surroundings around) {
    List<String> files = Call.texts(parsed, "--file");
    if (files.isEmpty()) {
      String separator = or(around.variable("COMPOSE_PATH_SEPARATOR"), ":");
      files = split(around.variable("COMPOSE_FILE"), separator);
    }
    List<String> environmentFiles = Call.texts(parsed, "--env-file");
    if (environmentFiles.isEmpty()) {
      environmentFiles = split(around.variable("COMPOSE_ENV_FILES"), ",");
    }
    List<String> profiles = Call.texts(parsed, "--profile");
    if (profiles.isEmpty()) {
      profiles = split(around.variable("COMPOSE_PROFILES"), ",");
    }
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
        files,
        Call.text(parsed, "--project-name")
            .or(() -> Optional.of(around.variable("COMPOSE_PROJECT_NAME")))
            .filter(name -> !name.isEmpty()),
        environmentFiles,
        profiles,
        Call.text(parsed, "--project-directory"),
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

  Globals withDryRun() {
    return new Globals(
        files,
        projectName,
        environmentFiles,
        profiles,
        projectDirectory,
        progress,
        ansi,
        true,
        engine);
  }

  /// The directory that `.env` and the usual file names are looked for in first.
  public Path start(Surroundings around) {
    if (projectDirectory.isPresent()) {
      return around.directory().resolve(projectDirectory.get()).normalize();
    }
    if (!files.isEmpty() && !files.getFirst().equals("-")) {
      Path parent = around.directory().resolve(files.getFirst()).normalize().getParent();
      return parent == null ? around.directory() : parent;
    }
    return around.directory();
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

  private static List<String> split(String text, String separator) {
    if (text.isEmpty()) {
      return List.of();
    }
    return java.util.Arrays.stream(text.split(java.util.regex.Pattern.quote(separator), -1))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static String or(String value, String other) {
    return value.isEmpty() ? other : value;
  }
}

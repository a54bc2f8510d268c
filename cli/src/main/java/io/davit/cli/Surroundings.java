package io.davit.cli;

import io.davit.cli.terminal.Signals;
import io.davit.cli.terminal.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// What a process finds around it when it starts.
///
/// @param environment of the process
/// @param settings variables of `.env` that are about Compose itself: they count as if the process
///   had them
/// @param directory the working directory, absolute
public record Surroundings(
    Map<String, String> environment,
    Map<String, String> settings,
    Path directory,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    Signals signals,
    InstantSource clock) {
  public Surroundings {
    environment = Map.copyOf(environment);
    settings = Map.copyOf(settings);
  }

  Surroundings withSettings(Map<String, String> variables) {
    return new Surroundings(
        environment, variables, directory, in, out, err, terminal, signals, clock);
  }

  /// Empty where the variable is not set.
  public String variable(String name) {
    return environment.getOrDefault(name, settings.getOrDefault(name, ""));
  }
}

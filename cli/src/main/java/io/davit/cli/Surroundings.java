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
/// @param directory the working directory, absolute
public record Surroundings(
    Map<String, String> environment,
    Path directory,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    Signals signals,
    InstantSource clock) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /// Empty where the variable is not set.
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}

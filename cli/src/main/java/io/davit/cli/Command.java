package io.davit.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// One subcommand. A fresh object for each run of the program.
public interface Command {
  /// Adds flags, arguments and words of help.
  void describe(CommandSpec spec);

  /// @return the exit code
  int run(Call call) throws IOException;

  /// Whether its flags end at the first argument that is none: what follows belongs to the command
  /// that it runs.
  default boolean stopsAtArgument() {
    return false;
  }
}

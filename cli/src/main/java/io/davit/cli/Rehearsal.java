package io.davit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs many commands in one JVM: what the AOT cache is made from (docs/adr/0003-starting-fast.md).
/// A command may fail, for want of an engine or of root: what it loaded until then counts.
final class Rehearsal {
  private Rehearsal() {}

  /// @param arguments the file with one command line a line, words separated by single spaces
  public static void main(String[] arguments) throws IOException {
    Surroundings around = Davit.surroundings();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] words = line.split(" ", -1);
      Davit.begin(words);
      int code = new Davit(around).run(words);
      around.err().printf("davit %s: %d%n", line, code);
    }
    around.out().flush();
    around.err().flush();
  }
}

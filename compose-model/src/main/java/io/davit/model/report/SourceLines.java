package io.davit.model.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The lines that problems speak of.
@FunctionalInterface
public interface SourceLines {
  /// A line of a file, without its end; empty when it cannot be had.
  ///
  /// @param line from 1
  Optional<String> line(String file, int line);

  SourceLines NONE = (_, _) -> Optional.empty();

  /// From the files themselves, each read once.
  ///
  /// @param stdin what `-` stands for
  static SourceLines of(Path workingDirectory, Optional<String> stdin) {
    Map<String, List<String>> files = new HashMap<>();
    return (file, line) -> {
      List<String> lines =
          files.computeIfAbsent(
              file,
              name ->
                  name.equals("-")
                      ? stdin.orElse("").lines().toList()
                      : read(workingDirectory.resolve(name)));
      return line <= lines.size() ? Optional.of(lines.get(line - 1)) : Optional.empty();
    };
  }

  private static List<String> read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}

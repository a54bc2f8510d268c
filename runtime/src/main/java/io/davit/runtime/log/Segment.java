package io.davit.runtime.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// A pair of files of a log: what was printed, and its index. Rotation begins the next one.
///
/// @param number from 1; never used twice
record Segment(Path directory, long number) {
  private static final Pattern RAW = Pattern.compile("([0-9]{8,})\\.log");

  Path raw() {
    return directory.resolve(name() + ".log");
  }

  Path index() {
    return directory.resolve(name() + ".index");
  }

  /// The number with eight digits, or as many as it has.
  private String name() {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, 8 - digits.length())) + digits;
  }

  Segment next() {
    return new Segment(directory, number + 1);
  }

  void delete() throws IOException {
    Files.deleteIfExists(raw());
    Files.deleteIfExists(index());
  }

  /// All of a log, the oldest first; none when there is no such directory.
  static List<Segment> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files
          .map(file -> RAW.matcher(file.getFileName().toString()))
          .filter(java.util.regex.Matcher::matches)
          .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
          .sorted()
          .mapToObj(number -> new Segment(directory, number))
          .toList();
    }
  }
}

package io.davit.model.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Looks for a project's name line by line. Most commands need no more of the files than this, and
/// where a look at the lines is certain it saves them a YAML reader.
final class NameScan {
  private NameScan() {}

  /// Whether files of variables may decide anything about which project it is.
  static boolean mentionsCompose(Path file) throws IOException {
    return Files.isRegularFile(file)
        && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains("COMPOSE_");
  }

  /// The name that files say, or the one that was known before them; empty when they have to be
  /// parsed to know.
  ///
  /// @param files as [Discovery.Located] has them
  static Optional<String> of(List<String> files, String before) throws IOException {
    String name = before;
    for (String file : files) {
      boolean readable = !file.equals(Discovery.STDIN) && Files.isRegularFile(Path.of(file));
      Optional<String> said = readable ? inFile(Path.of(file), name) : Optional.empty();
      if (said.isEmpty()) {
        return said;
      }
      name = said.get();
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private static Optional<String> inFile(Path file, String before) throws IOException {
    String name = before;
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      String line = text.substring(start, end < 0 ? text.length() : end);
      start = end < 0 ? text.length() : end + 1;
      if (line.isEmpty() || " \t#\r".indexOf(line.charAt(0)) >= 0) {
        continue;
      }
      if (!Character.isLetter(line.charAt(0))) {
        return Optional.empty();
      }
      if (line.startsWith("name")) {
        String value = line.startsWith("name: ") ? line.substring("name: ".length()).strip() : "";
        if (value.isEmpty() || !value.equals(normal(value))) {
          return Optional.empty();
        }
        name = value;
      }
    }
    return Optional.of(name);
  }

  /// In lower case, without what no name may hold.
  static String normal(String text) {
    StringBuilder name = new StringBuilder();
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      boolean inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (inside || (!name.isEmpty() && (c == '_' || c == '-'))) {
        name.append(c);
      }
    }
    return name.toString();
  }
}

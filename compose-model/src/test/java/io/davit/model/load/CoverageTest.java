package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.model.report.Problems;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.SourceText;
import io.davit.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every attribute of the compose file, one a line of `attributes.txt`, has a case that loads, one
/// in which it stands in two layers, and one that is wrong. What a case shows is computed from its
/// files: the paths in its documents, with `*` for the names that users choose; the errors expected
/// of it.
///
/// A line may end with `: ` and what it needs not have, of `valid`, `merged` and `wrong`, and why.
class CoverageTest {
  private final Map<String, Set<String>> valid = new HashMap<>();
  private final Map<String, Set<String>> merged = new HashMap<>();
  private final StringBuilder errors = new StringBuilder();

  @Test
  void everyAttributeHasACaseOfEachKind() throws IOException {
    for (Case one : Case.all().toList()) {
      read(one);
    }
    Set<String> missing = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/coverage/attributes.txt"))) {
      String path = line.split(":", 2)[0].strip();
      String excused = line.substring(path.length());
      if (!valid.containsKey(path) && !excused.contains("valid")) {
        missing.add(path + " has no valid case");
      }
      if (!merged.containsKey(path) && !excused.contains("merged")) {
        missing.add(path + " has no merged case");
      }
      if (!isWrongSomewhere(path) && !excused.contains("wrong")) {
        missing.add(path + " has no wrong case");
      }
    }
    assertThat(missing).isEmpty();
  }

  /// An expected error names it: `service "web": ports[0].target`.
  private boolean isWrongSomewhere(String path) {
    String[] parts = path.split("\\.", 3);
    String inner = parts.length == 3 && parts[1].equals("*") ? parts[2] : path;
    String words =
        Stream.of(inner.split("\\."))
            .map(part -> part.equals("*") ? "[^ .\\[]+" : Pattern.quote(part) + "(\\[\\d+\\])?")
            .reduce((a, b) -> a + "\\." + b)
            .orElseThrow();
    return Pattern.compile("error: .*(?<![\\w.])" + words + "(?![\\w.])").matcher(errors).find();
  }

  private void read(Case one) throws IOException {
    Path problems = one.directory().resolve("expected.problems.txt");
    if (Files.exists(problems)) {
      Files.readAllLines(problems).stream()
          .filter(line -> line.contains(": error: "))
          .forEach(line -> errors.append(line).append('\n'));
      return;
    }
    Map<String, Integer> layers = new HashMap<>();
    for (Set<String> paths : documents(one)) {
      for (String path : paths) {
        layers.merge(path, 1, Integer::sum);
      }
    }
    layers.forEach(
        (path, count) -> {
          valid.computeIfAbsent(path, _ -> new TreeSet<>()).add(one.toString());
          if (count > 1) {
            merged.computeIfAbsent(path, _ -> new TreeSet<>()).add(one.toString());
          }
        });
  }

  /// The paths of each document. A service that extends another is a layer of its own.
  private static List<Set<String>> documents(Case one) throws IOException {
    List<Set<String>> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(one.directory())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("ml") && !name.startsWith("expected.")) {
          SourceText text = new SourceText(file.toString(), Files.readString(file));
          for (Node root : YamlReader.read(text, new Problems())) {
            Set<String> paths = new TreeSet<>();
            add("", root, paths);
            all.add(paths);
          }
        }
      }
    }
    return all;
  }

  private static void add(String path, Node node, Set<String> paths) {
    switch (node) {
      case Node.Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  (key, entry) -> {
                    String inner = path.isEmpty() ? key : path + "." + (isNamed(path) ? "*" : key);
                    paths.add(inner);
                    add(inner, entry.value(), paths);
                  });
      case Node.Sequence sequence -> sequence.items().forEach(item -> add(path, item, paths));
      case Node.Tagged tagged -> add(path, tagged.node(), paths);
      case Node.Scalar _ -> {}
    }
  }

  /// Whether users choose the names below a path.
  private static boolean isNamed(String path) {
    return Set.of("services", "networks", "volumes", "configs", "secrets", "models").contains(path)
        || Set.of(
                "services.*.depends_on",
                "services.*.networks",
                "services.*.models",
                "services.*.ulimits",
                "services.*.build.ulimits")
            .contains(path);
  }
}

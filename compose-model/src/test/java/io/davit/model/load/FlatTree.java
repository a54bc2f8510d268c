package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.SourceText;
import io.davit.model.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text in YAML or JSON as its leaves: `services.web.ports[0].target` is `INT 80`.
///
/// Versions of Docker Compose before 2.36 write defaults that later ones leave out, and a mapping
/// without anything in it as null: neither is a difference.
record FlatTree(Map<String, String> leaves) {
  static final FlatTree NOTHING = new FlatTree(Map.of());
  private static final String EMPTY = "EMPTY";
  private static final String PAIRS = "(.*\\.(?:args|environment|labels|ssh|sysctls))";
  private static final Pattern LISTED = Pattern.compile(PAIRS + "\\[[0-9]+]");
  private static final Pattern MAPPED = Pattern.compile(PAIRS + "\\..*");

  static FlatTree of(String text) {
    Problems problems = new Problems();
    Map<String, String> leaves = new TreeMap<>();
    for (Node root : YamlReader.read(new SourceText("output", text), problems)) {
      add("", root, leaves);
    }
    if (problems.hasErrors()) {
      throw new AssertionError(problems.sorted() + "\n" + text);
    }
    return new FlatTree(leaves);
  }

  private static void add(String path, Node node, Map<String, String> leaves) {
    switch (node) {
      case Node.Scalar scalar ->
          leaves.put(path, scalar.isNull() ? EMPTY : scalar.kind() + " " + scalar.text());
      case Node.Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          add(path + "[" + i + "]", sequence.items().get(i), leaves);
        }
        if (sequence.items().isEmpty()) {
          leaves.put(path, "[]");
        }
      }
      case Node.Mapping mapping -> {
        int before = leaves.size();
        String prefix = path.isEmpty() ? "" : path + ".";
        mapping
            .entries()
            .forEach(
                (key, entry) -> {
                  if (!isDefault(key, entry.value())) {
                    add(prefix + key, entry.value(), leaves);
                  }
                });
        if (leaves.size() == before) {
          leaves.put(path, EMPTY);
        }
      }
      case Node.Tagged tagged -> add(path, tagged.node(), leaves);
    }
  }

  private static boolean isDefault(String key, Node value) {
    return key.equals("create_host_path")
        && value instanceof Node.Scalar scalar
        && scalar.text().equals("true");
  }

  /// The same whatever the notation of its `KEY=VALUE`s: they may be a list or a mapping.
  FlatTree pairs() {
    Map<String, String> pairs = new TreeMap<>();
    leaves.forEach(
        (path, leaf) -> {
          Matcher listed = LISTED.matcher(path);
          Matcher mapped = MAPPED.matcher(path);
          String text = leaf.substring(leaf.indexOf(' ') + 1);
          if (listed.matches()) {
            int equals = text.indexOf('=');
            String key = equals < 0 ? text : text.substring(0, equals);
            pairs.put(listed.group(1) + "." + key, equals < 0 ? EMPTY : text.substring(equals + 1));
          } else {
            pairs.put(path, mapped.matches() ? text : leaf);
          }
        });
    return new FlatTree(pairs);
  }

  /// Where the two differ, and how.
  ///
  /// @param another what they may say instead: the same in another notation
  List<Difference> differences(FlatTree theirs, FlatTree another) {
    TreeSet<String> paths = new TreeSet<>(leaves.keySet());
    paths.addAll(theirs.leaves.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String path : paths) {
      boolean same = at(path).equals(theirs.at(path));
      boolean sameThere = leaves.containsKey(path) && at(path).equals(another.at(path));
      if (!same && !sameThere) {
        differences.add(new Difference(path, at(path), theirs.at(path)));
      }
    }
    return differences;
  }

  private String at(String path) {
    return leaves.getOrDefault(path, "absent");
  }

  record Difference(String path, String ours, String theirs) {
    @Override
    public String toString() {
      return "%s: ours %s, theirs %s".formatted(path, ours, theirs);
    }
  }
}

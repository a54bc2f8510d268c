package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.problem.Failure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// A directory with a compose file: below `cases` one rule each, below `projects` whole projects in
/// the style of those in the world. Its `request.properties`, if it has any, says how it is loaded:
/// `files`, `profiles`, `services`, `env-files`, `name`, `all-resources`, `stdin` (a file), and
/// `env.NAME` for variables.
record Case(Path directory) {
  private static final Path ROOT = Path.of("src/test/resources").toAbsolutePath();

  static Stream<Case> all() throws IOException {
    List<Case> all = new ArrayList<>();
    for (String kind : List.of("cases", "projects")) {
      try (Stream<Path> directories = Files.list(ROOT.resolve(kind))) {
        directories.sorted().map(Case::new).forEach(all::add);
      }
    }
    return all.stream();
  }

  /// Those that load.
  static Stream<Case> valid() throws IOException {
    return all().filter(one -> Files.exists(one.directory().resolve("expected.model.yaml")));
  }

  LoadRequest request() throws IOException {
    Properties properties = new Properties();
    Path file = directory.resolve("request.properties");
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/ann"));
    properties.forEach(
        (key, value) -> {
          if (key.toString().startsWith("env.")) {
            environment.put(key.toString().substring(4), value.toString());
          }
        });
    Optional<String> stdin = Optional.empty();
    if (properties.containsKey("stdin")) {
      stdin = Optional.of(Files.readString(directory.resolve(properties.getProperty("stdin"))));
    }
    ProjectFlags flags =
        new ProjectFlags(
            list(properties, "files"),
            Optional.empty(),
            Optional.ofNullable(properties.getProperty("name")),
            list(properties, "env-files"),
            list(properties, "profiles"),
            Boolean.parseBoolean(properties.getProperty("all-resources")),
            Boolean.parseBoolean(properties.getProperty("compatibility")));
    return new LoadRequest(
        new Caller(directory, environment, stdin, true), flags, list(properties, "services"));
  }

  private static List<String> list(Properties properties, String key) {
    String text = properties.getProperty(key, "");
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }

  Optional<LoadedProject> loaded() throws IOException {
    try {
      return Optional.of(ProjectLoader.load(request()));
    } catch (Failure _) {
      return Optional.empty();
    }
  }

  /// Compares with a golden file, which is absent when nothing is expected. `-Dgolden.update=true`
  /// writes it instead.
  void expect(String file, String text) throws IOException {
    String around = String.valueOf(directory.getParent());
    String actual = text.replace(directory.toString(), "/case").replace(around, "/cases");
    Path golden = directory.resolve(file);
    if (Boolean.getBoolean("golden.update")) {
      Files.deleteIfExists(golden);
      if (!actual.isEmpty()) {
        Files.writeString(golden, actual);
      }
      return;
    }
    String expected = Files.exists(golden) ? Files.readString(golden) : "";
    assertThat(actual).as("%s of %s", file, this).isEqualTo(expected);
  }

  @Override
  public String toString() {
    return ROOT.relativize(directory).toString();
  }
}

package io.davit.model.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The reference implementation, where it is installed: `docker compose`, or the program that the
/// system property `davit.docker-compose` names; at least version 2.
record DockerCompose(List<String> command) {
  static Optional<DockerCompose> installed() throws IOException {
    String named = System.getProperty("davit.docker-compose", "");
    List<List<String>> candidates =
        named.isEmpty()
            ? List.of(List.of("docker", "compose"), List.of("docker-compose"))
            : List.of(List.of(named));
    for (List<String> candidate : candidates) {
      DockerCompose compose = new DockerCompose(candidate);
      try {
        Result version = compose.run(Path.of("/"), Map.of(), "", List.of("version", "--short"));
        if (version.exitCode() == 0 && isToday(version.output())) {
          return Optional.of(compose);
        }
      } catch (IOException _) {
        // Not installed under this name.
      }
    }
    return Optional.empty();
  }

  /// The program in Python, of version 1, reads another language. `--short` prints `2.26.1-4`, of
  /// others `v5.5.1`.
  private static boolean isToday(String version) {
    Matcher major = Pattern.compile("v?([0-9]+)\\..*", Pattern.DOTALL).matcher(version.strip());
    return major.matches() && Integer.parseInt(major.group(1)) >= 2;
  }

  String version() throws IOException {
    return run(Path.of("/"), Map.of(), "", List.of("version")).output().strip();
  }

  record Result(int exitCode, String output, String errors) {}

  Result run(Path directory, Map<String, String> environment, String stdin, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    Path out = Files.createTempFile("compose", ".out");
    Path err = Files.createTempFile("compose", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(all)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (var input = process.getOutputStream()) {
        input.write(stdin.getBytes(StandardCharsets.UTF_8));
      }
      return new Result(process.waitFor(), Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}

package io.davit.samples;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The command line with an engine of its own, below a temporary directory.
final class Engine implements AutoCloseable {
  private static final Path LAUNCHER = Path.of(System.getProperty("davit.launcher", "davit"));
  static final Path SAMPLES = Path.of(System.getProperty("davit.samples", "."));

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();

  Engine() throws IOException {
    home = Files.createTempDirectory("davit-scenario");
    environment.put("DAVIT_ROOT", home.resolve("root").toString());
    environment.put("DAVIT_RUN", home.resolve("run").toString());
  }

  /// Writes a compose file of the scenario's own; it goes with the engine.
  ///
  /// @return its path
  String project(String text) throws IOException {
    Path file = Files.createDirectories(home.resolve("project")).resolve("compose.yaml");
    return Files.writeString(file, text).toString();
  }

  /// Where it keeps its state; made by the engine when absent.
  Path root() {
    return home.resolve("root");
  }

  Engine with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// What a command printed and how it ended.
  record Outcome(int exitCode, String out, String err) {
    String lastLine() {
      return out.lines().reduce("", (_, line) -> line);
    }
  }

  /// Runs `davit ARGUMENTS` to its end.
  Outcome davit(String... arguments) {
    return run(command(arguments));
  }

  /// Runs `davit ARGUMENTS`, which has to succeed.
  Outcome mustDavit(String... arguments) {
    Outcome outcome = davit(arguments);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(
          "davit %s ended with %d%n%s%n%s"
              .formatted(
                  String.join(" ", arguments), outcome.exitCode(), outcome.out(), outcome.err()));
    }
    return outcome;
  }

  /// Starts `davit ARGUMENTS` and leaves it running; its output is thrown away.
  Process start(String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(arguments));
    builder.environment().putAll(environment);
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Runs any command to its end, in the scenario's environment.
  Outcome run(List<String> command) {
    try {
      Path out = Files.createTempFile(home, "out", "");
      Path err = Files.createTempFile(home, "err", "");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      Process process =
          builder
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      int exitCode = process.waitFor();
      return new Outcome(exitCode, Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The engine's process, found by its own root on its command line; empty when none runs.
  OptionalLong pid() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                commandLine(process.pid())
                    .filter(
                        line ->
                            line.contains("io.davit.executor.daemon.Daemon")
                                && line.contains(home + "/root"))
                    .isPresent())
        .mapToLong(ProcessHandle::pid)
        .findFirst();
  }

  /// Ends the engine as a crash does, and returns when it is gone. A command that has not reached
  /// it yet starts another one.
  void kill() {
    pid()
        .ifPresent(
            pid -> {
              ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
              await().atMost(Duration.ofSeconds(20)).until(() -> commandLine(pid).isEmpty());
            });
  }

  /// Stops the engine and removes its directories.
  @Override
  public void close() throws IOException {
    davit("system", "stop");
    await().atMost(Duration.ofSeconds(30)).until(() -> pid().isEmpty());
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// The words of `davit ARGUMENTS`.
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(LAUNCHER.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /// Empty for a process that has ended.
  private static Optional<String> commandLine(long pid) {
    try {
      return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")))
          .filter(line -> !line.isEmpty())
          .map(line -> line.replace('\0', ' '));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}

package io.davit.cli.engine;

import io.davit.problem.EngineUnavailable;
import io.davit.problem.Resource;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Starts the engine as a process of its own session, which outlives this one, and waits for the
/// line on its standard output that says that it answers. Its standard error goes to `engine.log`
/// in its run directory.
public final class EngineStarter implements EngineClient.Absent {
  private static final int LOG_LINES = 15;
  private static final String DAEMON_CLASS = "io.davit.executor.daemon.Daemon";

  private final EngineAddress address;
  private final PrintStream messages;

  /// @param messages where it says that it started one
  public EngineStarter(EngineAddress address, PrintStream messages) {
    this.address = address;
    this.messages = messages;
  }

  @Override
  public void start() throws IOException {
    Path log = log(address);
    createRunDirectory();
    long logBefore = Files.exists(log) ? Files.size(log) : 0;
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.directory(new File("/"));
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectError(Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    if (ready(process)) {
      messages.println("started the engine (pid " + process.pid() + ", " + address.run() + ")");
      messages.flush();
    } else if (!EngineClient.onlyIfRunning(address.socket()).answers()) {
      // Not lost against another command that started one at the same moment.
      throw new EngineUnavailable(
          "the engine did not start" + tail(log, logBefore),
          Optional.of(new Resource("path", log.toString())),
          Optional.of("read " + log + ", or run \"davit daemon\" to watch it start"),
          null);
    }
  }

  /// Where an engine that was started by a command writes.
  public static Path log(EngineAddress address) {
    return address.run().resolve("engine.log");
  }

  private void createRunDirectory() {
    try {
      Files.createDirectories(address.run());
    } catch (IOException e) {
      throw forbidden("cannot create the engine's directory " + address.run(), e);
    }
    if (!Files.isWritable(address.run())) {
      throw forbidden("no permission to write to the engine's directory " + address.run(), null);
    }
  }

  private EngineUnavailable forbidden(String what, @Nullable IOException cause) {
    return new EngineUnavailable(
        what,
        Optional.of(new Resource("path", address.run().toString())),
        Optional.of("run davit as root, for example with sudo"),
        cause);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    String launcher = System.getProperty("davit.launcher", "");
    if (launcher.isEmpty()) {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("-cp");
      command.add(absoluteClassPath());
      command.add(DAEMON_CLASS);
    } else {
      command.add(launcher);
      command.add("daemon");
    }
    command.addAll(List.of("--root", address.root().toString()));
    command.addAll(List.of("--run", address.run().toString()));
    return command;
  }

  private static String absoluteClassPath() {
    StringBuilder path = new StringBuilder();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      path.append(path.isEmpty() ? "" : File.pathSeparator).append(Path.of(entry).toAbsolutePath());
    }
    return path.toString();
  }

  /// Waits for its line, or for its end.
  private static boolean ready(Process process) throws IOException {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("ready")) {
          return true;
        }
      }
      return false;
    }
  }

  /// The last lines that this start wrote.
  private static String tail(Path log, long from) throws IOException {
    if (!Files.exists(log)) {
      return "";
    }
    byte[] bytes = Files.readAllBytes(log);
    int start = (int) Math.min(from, bytes.length);
    String text = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return "; it said nothing";
    }
    List<String> lines = text.lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    return "; its last words:\n  | " + String.join("\n  | ", last);
  }
}

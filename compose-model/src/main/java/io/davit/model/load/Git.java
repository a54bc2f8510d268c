package io.davit.model.load;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The `git` command. It asks nothing of the user, who may not be there.
final class Git {
  private final Map<String, String> environment;

  /// @param environment of the caller: it decides about `PATH`, keys and proxies
  Git(Map<String, String> environment) {
    this.environment = environment;
  }

  record Ran(int exitCode, String output) {
    /// The last line that git said, without its own prefix.
    String reason() {
      List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty()
          ? "git ends with " + exitCode
          : lines.getLast().replaceFirst("^(fatal|error): ", "");
    }
  }

  /// @return also when git fails; what it wrote to both of its outputs
  /// @throws RemoteFault when there is no git
  Ran run(Path directory, String... arguments) throws RemoteFault {
    List<String> command = new ArrayList<>();
    command.add(program().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putIfAbsent("GIT_TERMINAL_PROMPT", "0");
    if (!environment.containsKey("GIT_SSH")) {
      builder
          .environment()
          .putIfAbsent("GIT_SSH_COMMAND", "ssh -o ControlMaster=no -o BatchMode=yes");
    }
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), output);
    } catch (IOException e) {
      throw new RemoteFault(
          "git does not start: " + e.getMessage(), "check that it is installed for this machine");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new RemoteFault("interrupted while git ran", "try again");
    }
  }

  private Path program() throws RemoteFault {
    String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    for (String directory : path.split(Pattern.quote(File.pathSeparator), -1)) {
      Path program = Path.of(directory.isEmpty() ? "." : directory, "git").toAbsolutePath();
      if (Files.isExecutable(program) && Files.isRegularFile(program)) {
        return program;
      }
    }
    throw new RemoteFault(
        "git is not installed, and is needed to read files of a repository",
        "install git, or clone the repository with another tool and name its file");
  }
}

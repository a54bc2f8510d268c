package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files of `--env-from-file`, as `docker run --env-file` reads them: `NAME=VALUE` lines taken
/// as they are, a bare NAME from the environment, `#` begins a comment line.
final class VariableFile {
  private VariableFile() {}

  static List<String> read(Call call, String flag) throws IOException {
    List<String> variables = new ArrayList<>();
    for (String name : call.texts(flag)) {
      Path file = call.around().directory().resolve(name);
      try {
        for (String line : Files.readAllLines(file)) {
          add(call, line.stripLeading(), variables);
        }
      } catch (NoSuchFileException e) {
        throw new NotFound(
            "there is no file " + name,
            Optional.of(new Resource("path", file.toString())),
            Optional.of("check the path after " + flag),
            e);
      }
    }
    return variables;
  }

  private static void add(Call call, String line, List<String> variables) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.indexOf('=') >= 0) {
      variables.add(line);
      return;
    }
    String value = call.around().environment().get(line);
    if (value != null) {
      variables.add(line + "=" + value);
    }
  }
}

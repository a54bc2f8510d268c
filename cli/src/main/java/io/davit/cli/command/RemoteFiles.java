package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.model.load.LoadRequest;
import io.davit.model.load.ProjectLoader;
import io.davit.model.load.UnexpandedProject.VariableUse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// Compose files of other machines, which say what runs on this one: before they do, the user is
/// asked, and told which variables they read.
final class RemoteFiles {
  private RemoteFiles() {}

  /// Where nobody can be asked, or `--yes` is given, the answer is yes.
  ///
  /// @return whether to go on
  static boolean confirmed(Call call) throws IOException {
    LoadRequest request = call.globals().request(call.around());
    List<String> remote = request.remoteFiles();
    if (remote.isEmpty() || call.flag("--yes") || !call.around().terminal().inputIsTerminal()) {
      return true;
    }
    String variables =
        ProjectLoader.loadUnexpanded(request).variables().stream()
            .map(VariableUse::name)
            .collect(Collectors.joining(", "));
    call.err()
        .printf(
            "%s is of another machine, and reads %s%n",
            String.join(", ", remote), variables.isEmpty() ? "no variables" : variables);
    return Question.ask(call, "Bring its services up?");
  }
}

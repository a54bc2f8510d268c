package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.render.Table;
import io.davit.model.load.ProjectLoader;
import io.davit.model.load.UnexpandedProject.VariableUse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Compose files of other machines, which say what runs on this one, and with which of its
/// variables: before they do, the user is told and asked, as Docker Compose does it. That is, when
/// the project itself is of another machine; who includes a file of one into an own project has
/// written down that it is trusted.
final class RemoteFiles {
  private RemoteFiles() {}

  /// With `--yes` the answer is yes; so it is when no variable is read and nothing else included.
  ///
  /// @return whether to go on
  static boolean confirmed(Call call, DeclaredProject project) throws IOException {
    if (!project.loaded().remote()) {
      return true;
    }
    List<String> files = project.loaded().remoteFiles();
    if (!call.globals().progress().equals("quiet")) {
      call.err()
          .printf(
              "%s is of another machine, and is kept in \"%s\"%n",
              files.getFirst(), project.loaded().project().workingDirectory());
    }
    if (call.flag("--yes")) {
      return true;
    }
    List<VariableUse> variables =
        ProjectLoader.loadUnexpanded(DeclaredProject.request(call, List.of())).variables();
    List<String> others = files.subList(1, files.size());
    if (variables.isEmpty() && others.isEmpty()) {
      return true;
    }
    others.forEach(name -> call.err().println("it brings in " + name));
    call.err().print(table(variables, call.around().environment(), project));
    return confirmed(call, variables.isEmpty());
  }

  private static boolean confirmed(Call call, boolean withoutVariables) throws IOException {
    String question = withoutVariables ? "Go on?" : "Go on with these variables?";
    if (Question.ask(call, question)) {
      return true;
    }
    if (!call.around().terminal().inputIsTerminal()) {
      call.err().printf("%n  fix: nobody is there to answer: say yes with --yes%n");
    }
    return false;
  }

  private static String table(
      List<VariableUse> variables, Map<String, String> environment, DeclaredProject project) {
    if (variables.isEmpty()) {
      return "";
    }
    Table table = new Table().row("VARIABLE", "VALUE", "SOURCE", "REQUIRED", "DEFAULT");
    for (VariableUse use : variables) {
      String known = project.loaded().environment().get(use.name());
      String source =
          known == null
              ? use.defaultValue().isEmpty() ? "none" : "compose file"
              : environment.containsKey(use.name()) ? "environment" : "env file";
      String value =
          known == null ? use.defaultValue().isEmpty() ? "<unset>" : use.defaultValue() : known;
      table.row(use.name(), value, source, use.required() ? "yes" : "no", use.defaultValue());
    }
    return table.text();
  }
}

package io.davit.cli.command;

import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.model.canonical.CanonicalForm;
import io.davit.model.load.LoadRequest;
import io.davit.model.load.LoadStep;
import io.davit.model.load.LoadedProject;
import io.davit.model.load.ProjectLoader;
import io.davit.model.load.ShownProject;
import io.davit.model.load.UnexpandedProject;
import io.davit.model.report.ProblemText;
import io.davit.model.report.SourceLines;
import io.davit.model.yaml.Node;
import io.davit.problem.InvalidInput;
import io.davit.problem.InvalidProject;
import io.davit.problem.Problem;
import io.davit.problem.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The project that the compose files declare, read here: in the user's directory and environment.
public record DeclaredProject(LoadedProject loaded) {
  /// Reads the files; warnings go to the standard error.
  ///
  /// @param selected services named on the command line: their profiles are enabled
  public static DeclaredProject load(Call call, List<String> selected) throws IOException {
    LoadRequest request = request(call, selected);
    LoadedProject loaded = ProjectLoader.load(request);
    print(call, loaded.warnings(), request.caller().stdin());
    return new DeclaredProject(loaded);
  }

  private static void print(Call call, List<Problem> warnings, Optional<String> stdin) {
    SourceLines lines = SourceLines.of(call.around().directory(), stdin);
    call.err().print(ProblemText.render(warnings, lines));
    call.err().flush();
  }

  /// Reads the files in order to bring something up. Beside the warnings, what Davit does not
  /// honour is told.
  ///
  /// @throws InvalidProject when the project cannot be brought up as it is declared
  static DeclaredProject loadToRun(Call call, List<String> selected) throws IOException {
    DeclaredProject project = load(call, selected);
    List<Problem> unhonoured = project.loaded().unhonoured();
    if (unhonoured.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
      throw new InvalidProject(unhonoured);
    }
    print(call, unhonoured, Optional.empty());
    return project;
  }

  /// What `config` shows of the files when it leaves out some steps.
  static Node.Mapping loadInPart(Call call, List<String> selected, Set<LoadStep> without)
      throws IOException {
    LoadRequest request = request(call, selected);
    ShownProject shown = ProjectLoader.show(request, without);
    print(call, shown.warnings(), request.caller().stdin());
    return shown.canonical();
  }

  /// The files before their variables are expanded.
  static UnexpandedProject loadUnexpanded(Call call, List<String> selected) throws IOException {
    return ProjectLoader.loadUnexpanded(request(call, selected));
  }

  /// The name of the project that a command is about. The files are read no further than that
  /// needs, and what else is wrong with them is not told.
  static String name(Call call) throws IOException {
    return ProjectLoader.name(request(call, List.of()));
  }

  /// @param selected services named on the command line: their profiles are enabled
  static LoadRequest request(Call call, List<String> selected) throws IOException {
    LoadRequest request = call.globals().request(call.around()).withServices(selected);
    return request.readsStdin()
        ? request.withInput(new String(call.around().in().readAllBytes(), StandardCharsets.UTF_8))
        : request;
  }

  public String name() {
    return loaded.project().name();
  }

  /// The names of the enabled services.
  public List<String> services() {
    return List.copyOf(loaded.project().services().keySet());
  }

  /// As the engine takes it.
  JsonObject model() {
    return CanonicalForm.toJson(loaded.project());
  }

  /// Refuses a project in which nothing can be brought up.
  void checkSelection() {
    if (services().isEmpty()) {
      boolean disabled = !loaded.project().disabledServices().isEmpty();
      throw new InvalidInput(
          "no service selected",
          new Resource("project", name()),
          disabled
              ? "enable a profile with --profile, or name a service"
              : "declare a service in the compose file");
    }
  }
}

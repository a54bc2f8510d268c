package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.SourceText;
import io.davit.model.yaml.YamlReader;
import io.davit.problem.InvalidProject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Loads a project. The order of the steps is that of the Compose specification's reference
/// implementation: parse, interpolate, expand short forms, merge; then profiles, references, paths,
/// environments, names; then [io.davit.model.Project]. Everything that is wrong is told at once.
///
/// Reads files, and nothing else of the machine; of other machines what a file or a flag names in a
/// git repository or a registry. Safe to use from several threads.
public final class ProjectLoader {
  private ProjectLoader() {}

  /// @throws InvalidProject with all problems, by position
  /// @throws io.davit.problem.NotFound when a file that was named, or any compose file, is missing
  /// @throws io.davit.problem.InvalidInput for a project name that is not one
  public static LoadedProject load(LoadRequest request) {
    return loading(request, History.none()).expanded();
  }

  /// The project without some steps of loading it.
  ///
  /// @throws InvalidProject and others as [#load] does
  public static ShownProject show(LoadRequest request, Set<LoadStep> without) {
    return loading(request, History.none()).shown(without);
  }

  /// Why the value at a path, and each below it, is what it is.
  ///
  /// @param path in the canonical form: `services.web.ports[0].target`
  /// @throws io.davit.problem.NotFound when there is no such path; others as [#load] does
  public static Explanation explain(LoadRequest request, String path) {
    return loading(request, History.kept()).explained(path);
  }

  /// Why a variable of a service's containers has its value.
  ///
  /// @throws io.davit.problem.NotFound when there is no such service, or no such variable in the
  ///   service, the environment and its files; others as [#load] does
  public static VariableExplanation explainVariable(
      LoadRequest request, String service, String variable) {
    return loading(request, History.kept()).explained(service, variable);
  }

  /// The files merged, with their variables as they stand; what a variable decides is not checked.
  ///
  /// @throws InvalidProject and others as [#load] does
  public static UnexpandedProject loadUnexpanded(LoadRequest request) {
    return loading(request, History.none()).unexpanded();
  }

  /// The name of the project alone. The files are read no further than that needs, and what else is
  /// wrong with them is not told.
  ///
  /// @throws InvalidProject when a file is not YAML; others as [#load] does
  public static String name(LoadRequest request) {
    String given =
        request
            .flags()
            .projectName()
            .orElse(request.caller().environment().getOrDefault("COMPOSE_PROJECT_NAME", ""));
    if (!given.isEmpty()) {
      return ProjectName.valid(given);
    }
    try {
      Optional<String> seen = seenName(request);
      if (seen.isPresent()) {
        return seen.get();
      }
    } catch (IOException _) {
      // Reading it in full tells what is wrong.
    }
    Problems problems = new Problems();
    Sources sources = new Sources(request.caller());
    Environment early = Environment.of(request, sources, problems);
    String named = early.orEmpty("COMPOSE_PROJECT_NAME");
    if (!named.isEmpty()) {
      return ProjectName.valid(named);
    }
    Discovery.Located located = Discovery.locate(request, early.values(), sources);
    Environment environment =
        early.orDotenv(located.projectDirectory(), request, sources, problems);
    List<Node> roots = new ArrayList<>();
    for (SourceText text : Discovery.read(located, request, sources, problems).texts()) {
      roots.addAll(YamlReader.read(text, problems));
    }
    problems.throwIfErrors();
    return ProjectName.of(request, environment, roots, located.projectDirectory());
  }

  private static Optional<String> seenName(LoadRequest request) throws IOException {
    boolean open =
        !request.namedEnvFiles().isEmpty()
            || NameScan.mentionsCompose(Discovery.start(request).resolve(".env"));
    if (open) {
      return Optional.empty();
    }
    Discovery.Located located =
        Discovery.locate(request, request.caller().environment(), new Sources(request.caller()));
    Path directory = located.projectDirectory();
    if (NameScan.mentionsCompose(directory.resolve(".env"))) {
      return Optional.empty();
    }
    Path last = directory.getFileName();
    return NameScan.of(located.files(), NameScan.normal(last == null ? "" : last.toString()));
  }

  /// The variables of `.env` or `--env-file`s that are about Compose itself, `COMPOSE_PROGRESS` for
  /// one: they count as if the process had them. None when the files cannot be read: loading tells
  /// why.
  public static Map<String, String> composeVariables(LoadRequest request) {
    try {
      boolean mentioned = !request.namedEnvFiles().isEmpty();
      if (!mentioned && !NameScan.mentionsCompose(Discovery.start(request).resolve(".env"))) {
        return Map.of();
      }
    } catch (IOException _) {
      return Map.of();
    }
    Environment all = Environment.of(request, new Sources(request.caller()), new Problems());
    Map<String, String> variables = new HashMap<>();
    for (String name : all.origins().keySet()) {
      if (name.startsWith("COMPOSE_")) {
        variables.put(name, all.orEmpty(name));
      }
    }
    return variables;
  }

  private static Loading loading(LoadRequest request, History history) {
    Problems problems = new Problems();
    Sources sources = new Sources(request.caller());
    Environment early = Environment.of(request, sources, problems);
    Discovery.Located located = Discovery.locate(request, early.values(), sources);
    Environment environment =
        located.projectDirectory().equals(Discovery.start(request))
            ? early
            : early.orDotenv(located.projectDirectory(), request, sources, problems);
    Discovery.Found found = Discovery.read(located, request, sources, problems);
    return new Loading(request, found, sources, environment, problems, history);
  }
}

package io.davit.model.load;

import io.davit.model.Project;
import io.davit.model.bind.ProjectBinder;
import io.davit.model.bind.ProjectContext;
import io.davit.model.report.Problems;
import io.davit.model.schema.Place;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.SourceText;
import io.davit.problem.Problem;
import io.davit.problem.Problem.Severity;
import io.davit.problem.SourceSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Loads a project. The order of the steps is that of the Compose specification's reference
/// implementation: parse, interpolate, expand short forms, merge; then profiles, references, paths,
/// environments, names; then [Project]. Everything that is wrong is told at once.
///
/// Reads files, and nothing else of the machine. Safe to use from several threads.
public final class ProjectLoader {
  private ProjectLoader() {}

  /// @throws InvalidProject with all problems, by position
  /// @throws io.davit.problem.NotFound when a file that was named, or any compose file, is missing
  /// @throws io.davit.problem.InvalidInput for a project name that is not one
  public static LoadedProject load(LoadRequest request) {
    Problems problems = new Problems();
    Sources sources = new Sources(request.workingDirectory());
    Path early = Discovery.projectDirectory(request, request.files());
    Environment environment = Environment.of(request, early, sources, problems);
    Discovery.Found found = Discovery.find(request, sources, environment);
    if (!found.projectDirectory().equals(early)) {
      environment = Environment.of(request, found.projectDirectory(), sources, problems);
    }
    return new Loading(request, found, sources, environment, problems).run();
  }

  /// One load, from texts to project.
  private static final class Loading {
    private final LoadRequest request;
    private final Discovery.Found found;
    private final Sources sources;
    private final Environment outside;
    private final Problems problems;

    Loading(
        LoadRequest request,
        Discovery.Found found,
        Sources sources,
        Environment environment,
        Problems problems) {
      this.request = request;
      this.found = found;
      this.sources = sources;
      this.outside = environment;
      this.problems = problems;
    }

    LoadedProject run() {
      Documents documents = new Documents(sources, problems);
      List<Documents.Parsed> files = new ArrayList<>();
      for (SourceText text : found.texts()) {
        files.add(documents.parse(text));
      }
      List<Node> roots = files.stream().flatMap(file -> file.roots().stream()).toList();
      String name = ProjectName.of(request, outside, roots, found.projectDirectory());
      Environment environment = outside.with("COMPOSE_PROJECT_NAME", name);
      Documents.Context context =
          new Documents.Context(found.projectDirectory(), environment, found.paths());
      return finish(name, complete(documents.merge(files, context)), environment);
    }

    /// Without directives, with everything in its place, and nothing that is required missing.
    private Mapping complete(Optional<Mapping> merged) {
      SourceSpan start = found.texts().getFirst().start();
      if (merged.isEmpty() && !problems.hasErrors()) {
        problems.error(
            "the compose file is empty", start, "declare a service: services: {NAME: {image: …}}");
      }
      Mapping root =
          Merging.withoutDirectives(merged.orElseGet(() -> new Mapping(Map.of(), start)));
      return ProjectShape.shape()
          .canonical(root, Place.root(true, problems))
          .map(Mapping.class::cast)
          .orElse(root);
    }

    private LoadedProject finish(String name, Mapping merged, Environment environment) {
      Profiles profiles = Profiles.select(withoutVersion(merged), request, environment);
      References.check(profiles, problems);
      Paths paths = new Paths(found.projectDirectory(), environment);
      Mapping absolute = paths.in(profiles.enabled());
      ServiceEnvironment variables = new ServiceEnvironment(environment, sources, problems);
      Mapping resolved =
          Trees.edit(
              absolute, "services", all -> Trees.editEach((Mapping) all, variables::resolve));
      Mapping canonical = new Normalization(name).normalize(named(name, resolved));
      Mapping flat = Deployment.flatten(canonical, problems);
      problems.throwIfErrors();
      ProjectContext context =
          new ProjectContext(
              found.projectDirectory(), found.paths(), profiles.disabled().keySet(), environment);
      Project project = ProjectBinder.bind(flat, context, problems);
      problems.throwIfErrors();
      return new LoadedProject(project, canonical, warnings());
    }

    private Mapping withoutVersion(Mapping project) {
      Node.Entry version = project.entries().get("version");
      if (version != null) {
        problems.warning(
            "\"version\" is obsolete and ignored", version.keySpan(), "remove the line");
      }
      return project.without("version");
    }

    private static Mapping named(String name, Mapping project) {
      SourceSpan where = project.get("name").map(Node::span).orElse(project.span());
      return project.with("name", new Node.Entry(where, Node.Scalar.string(name, where)));
    }

    private List<Problem> warnings() {
      return problems.sorted().stream()
          .filter(problem -> problem.severity() == Severity.WARNING)
          .toList();
    }
  }
}

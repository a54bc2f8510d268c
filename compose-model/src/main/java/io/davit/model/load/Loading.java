package io.davit.model.load;

import io.davit.model.NameStyle;
import io.davit.model.Project;
import io.davit.model.bind.ProjectBinder;
import io.davit.model.bind.ProjectContext;
import io.davit.model.env.Dotenv.Assignment;
import io.davit.model.report.Problems;
import io.davit.model.schema.Place;
import io.davit.model.schema.Place.Reading;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.SourceText;
import io.davit.problem.NotFound;
import io.davit.problem.Problem;
import io.davit.problem.Problem.Severity;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One load, from texts to project.
final class Loading {
  private final LoadRequest request;
  private final Discovery.Found found;
  private final Sources sources;
  private final Environment outside;
  private final Problems problems;
  private final History history;

  Loading(
      LoadRequest request,
      Discovery.Found found,
      Sources sources,
      Environment environment,
      Problems problems,
      History history) {
    this.history = history;
    this.request = request;
    this.found = found;
    this.sources = sources;
    this.outside = environment;
    this.problems = problems;
  }

  /// All files in one, before profiles select from it.
  ///
  /// @param environment with the project's name
  record Merged(String name, Mapping project, Environment environment) {}

  /// @throws io.davit.problem.InvalidProject with everything that is wrong
  LoadedProject expanded() {
    Merged merged = merged();
    Profiles profiles =
        Profiles.select(withoutVersion(merged.project()), request, merged.environment());
    Mapping canonical = canonical(merged, profiles, Set.of());
    ResourceRules.filled(canonical, merged.environment(), problems);
    NameStyle names = request.names(merged.environment().orEmpty("COMPOSE_COMPATIBILITY"));
    Mapping flat = Deployment.flatten(SharedVolumes.in(canonical), names, problems);
    problems.throwIfErrors();
    ProjectContext context =
        new ProjectContext(
            found.projectDirectory(),
            found.paths(),
            profiles.disabled().keySet(),
            merged.environment(),
            names);
    Project project = ProjectBinder.bind(flat, context);
    return new LoadedProject(
        project,
        canonical,
        allProfiles(merged.project()),
        merged.environment().values(),
        warnings(),
        () -> unhonoured(canonical, flat),
        sources.remoteFiles(),
        !found.paths().isEmpty() && sources.isRemote(found.paths().getFirst()));
  }

  /// What is left of loading without some of its steps.
  ///
  /// @throws io.davit.problem.InvalidProject with everything that is wrong
  ShownProject shown(Set<LoadStep> without) {
    Merged merged = merged();
    Profiles profiles =
        Profiles.select(withoutVersion(merged.project()), request, merged.environment());
    Mapping canonical = canonical(merged, profiles, without);
    problems.throwIfErrors();
    return new ShownProject(canonical, warnings());
  }

  /// Why the value at a path is what it is. Services count whether they are enabled or not.
  ///
  /// @throws io.davit.problem.InvalidProject with everything that is wrong
  Explanation explained(String path) {
    Explained explained = explained();
    return explained.at(path, StepWriter.of(ProjectName.decided(request, outside)));
  }

  /// Why a variable of a service's, or a job's, containers has its value.
  ///
  /// @throws io.davit.problem.NotFound when there is no such service, or no such variable anywhere
  VariableExplanation explained(String service, String variable) {
    Explained explained = explained();
    Mapping jobs = Trees.child(explained.project(), "jobs");
    String section = jobs.get(service).isPresent() ? "jobs" : "services";
    Mapping services = Trees.child(explained.project(), section);
    Selection.requireKnown(service, services);
    Optional<Explanation.Value> value = explained.variable(section, service, variable);
    Environment environment = explained.merged().environment();
    Optional<VariableExplanation.Candidate> around =
        OutsideVariable.of(variable, environment, value);
    if (value.isEmpty() && around.isEmpty()) {
      throw OutsideVariable.unknown(service, variable, Trees.child(services, service));
    }
    return VariableExplanation.of(
        service,
        variable,
        value.flatMap(Explanation.Value::value).filter(text -> !text.equals("null")),
        value.map(Explanation.Value::steps).orElse(List.of()),
        around);
  }

  private Explained explained() {
    Merged merged = merged();
    Mapping declared = BuildDefaults.contexts(merged.project().without("version"));
    Paths paths = new Paths(found.projectDirectory(), merged.environment());
    Mapping absolute = paths.in(declared);
    ServiceEnvironment variables =
        new ServiceEnvironment(merged.environment(), sources, paths, problems);
    ServiceLabels labels = new ServiceLabels(sources, paths, problems);
    Mapping resolved =
        Trees.editContainers(
            absolute,
            (key, service) ->
                labels.resolve(key, variables.resolve(key, variables.normal(service))));
    Mapping canonical = new Normalization(merged.name()).completed(named(merged.name(), resolved));
    problems.throwIfErrors();
    return new Explained(
        merged,
        canonical,
        history.layers(),
        (section, name, variable) ->
            fromEnvFiles(name, Trees.child(absolute, section), variable, variables));
  }

  /// What explanations are made from.
  private record Explained(
      Merged merged, Mapping project, List<History.Layer> layers, Explainer.EnvFiles envFiles) {
    Explanation at(String path, StepWriter steps) {
      return Explainer.explain(project, layers, PathText.segments(path), steps, envFiles);
    }

    Optional<Explanation.Value> variable(String section, String service, String name) {
      try {
        List<String> path = List.of(section, service, "environment", name);
        StepWriter steps = StepWriter.of(Optional.empty());
        return Optional.of(
            Explainer.explain(project, layers, path, steps, envFiles).values().getFirst());
      } catch (NotFound _) {
        return Optional.empty();
      }
    }
  }

  private static List<Contribution> fromEnvFiles(
      String name, Mapping section, String variable, ServiceEnvironment variables) {
    List<Contribution> said = new ArrayList<>();
    for (Map<String, Assignment> file : variables.files(name, Trees.child(section, name))) {
      Assignment assignment = file.get(variable);
      if (assignment != null) {
        said.add(new Contribution.FromEnvFile(assignment));
      }
    }
    return said;
  }

  private Merged merged() {
    Documents documents = new Documents(sources, problems, Reading.PART);
    List<Documents.Parsed> files = parse(documents);
    String name = name(files);
    Environment environment = outside.with("COMPOSE_PROJECT_NAME", name);
    Documents.Context context =
        new Documents.Context(
            found.projectDirectory(), environment, found.paths(), List.of(), history);
    Mapping project = complete(documents.merge(files, context), Reading.WHOLE);
    return new Merged(name, project, environment);
  }

  /// @throws io.davit.problem.InvalidProject with everything that is wrong
  UnexpandedProject unexpanded() {
    Documents documents = new Documents(sources, problems, Reading.UNEXPANDED);
    List<Documents.Parsed> files = parse(documents);
    String name = name(files);
    Documents.Context context =
        new Documents.Context(found.projectDirectory(), outside, found.paths(), List.of(), history);
    Mapping merged = complete(documents.merge(files, context), Reading.UNEXPANDED_WHOLE);
    Mapping all = withoutVersion(merged);
    problems.throwIfErrors();
    Mapping absolute =
        new Paths(found.projectDirectory(), outside, true).in(BuildDefaults.contexts(all));
    Mapping canonical = new Normalization(name).completed(named(name, absolute));
    List<Node> searched = new ArrayList<>(roots(files));
    searched.add(all); // Files that others include or extend are in it, too.
    return new UnexpandedProject(canonical, VariableUses.of(searched));
  }

  private List<Documents.Parsed> parse(Documents documents) {
    List<Documents.Parsed> files = new ArrayList<>();
    for (SourceText text : found.texts()) {
      files.add(documents.parse(text));
    }
    return files;
  }

  private static List<Node> roots(List<Documents.Parsed> files) {
    return files.stream().flatMap(file -> file.roots().stream()).toList();
  }

  private String name(List<Documents.Parsed> files) {
    return ProjectName.of(request, outside, roots(files), found.projectDirectory());
  }

  /// Without directives, with everything in its place, and nothing that is required missing.
  private Mapping complete(Optional<Mapping> merged, Reading reading) {
    SourceSpan start = found.texts().getFirst().start();
    if (merged.isEmpty() && !problems.hasErrors()) {
      problems.error(
          "the compose file is empty", start, "declare a service: services: {NAME: {image: …}}");
    }
    Mapping root = merged.orElseGet(() -> new Mapping(Map.of(), start));
    return ProjectShape.shape()
        .canonical(root, Place.root(reading, problems))
        .map(Mapping.class::cast)
        .map(ImplicitDependencies::in)
        .orElse(root);
  }

  /// With nothing left unsaid, but for the steps that are left out.
  private Mapping canonical(Merged merged, Profiles profiles, Set<LoadStep> without) {
    if (!without.contains(LoadStep.CONSISTENCY)) {
      References.check(profiles, problems);
    }
    Paths paths = new Paths(found.projectDirectory(), merged.environment());
    Mapping project = BuildDefaults.contexts(profiles.enabled());
    if (without.contains(LoadStep.PATHS)) {
      project =
          Paths.relative(found.projectDirectory(), merged.environment(), ownFiles()).in(project);
    } else {
      project = paths.in(project);
    }
    ServiceEnvironment variables =
        new ServiceEnvironment(merged.environment(), sources, paths, problems);
    if (!without.contains(LoadStep.NORMALIZATION)) {
      project = Trees.editContainers(project, (_, service) -> variables.normal(service));
    }
    if (!without.contains(LoadStep.ENV_FILES)) {
      ServiceLabels labels = new ServiceLabels(sources, paths, problems);
      project =
          Trees.editContainers(
              project, (key, service) -> labels.resolve(key, variables.resolve(key, service)));
    }
    Mapping named = named(merged.name(), project);
    Mapping said =
        without.contains(LoadStep.NORMALIZATION)
            ? Normalization.ordered(ImplicitDependencies.outOf(named))
            : new Normalization(merged.name()).completed(named);
    return request.flags().allResources() ? said : Normalization.onlyUsed(said);
  }

  private Set<String> ownFiles() {
    return found.texts().stream().map(SourceText::file).collect(Collectors.toUnmodifiableSet());
  }

  /// @param flat the same with `deploy` folded into its services
  private static List<Problem> unhonoured(Mapping project, Mapping flat) {
    Problems found = new Problems();
    Trees.child(flat, "services")
        .entries()
        .forEach((name, service) -> MemoryRules.check(name, (Mapping) service.value(), found));
    ProjectShape.shape().unhonoured(project, Place.root(Reading.WHOLE, found));
    SharedVolumes.tell(project, found);
    return found.sorted();
  }

  private static List<String> allProfiles(Mapping project) {
    Set<String> profiles = new TreeSet<>();
    for (String section : new String[] {"services", "jobs"}) {
      for (Node.Entry service : Trees.child(project, section).entries().values()) {
        profiles.addAll(Profiles.of((Mapping) service.value()));
      }
    }
    return List.copyOf(profiles);
  }

  private Mapping withoutVersion(Mapping project) {
    Node.Entry version = project.entries().get("version");
    if (version != null) {
      problems.warning("\"version\" is obsolete and ignored", version.keySpan(), "remove the line");
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

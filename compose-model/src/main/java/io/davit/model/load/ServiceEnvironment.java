package io.davit.model.load;

import io.davit.model.env.Dotenv;
import io.davit.model.env.Dotenv.Assignment;
import io.davit.model.interpolate.Variables;
import io.davit.model.report.Problems;
import io.davit.model.schema.NaturalOrder;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.SourceText;
import io.davit.problem.Failure;
import io.davit.problem.SourceSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Brings `env_file` and `environment` together, and gives keys without a value that of the
/// variable of their name (compose-spec 05-services.md#environment, #env_file).
final class ServiceEnvironment {
  private final Environment environment;
  private final Sources sources;
  private final Paths paths;
  private final Problems problems;

  /// @param paths of the project: an `env_file` may still be relative
  ServiceEnvironment(Environment environment, Sources sources, Paths paths, Problems problems) {
    this.paths = paths;
    this.environment = environment;
    this.sources = sources;
    this.problems = problems;
  }

  /// The service with values wherever the files name a variable alone: those of arguments and
  /// hooks, and of `environment`.
  Mapping normal(Mapping service) {
    return inParts(Trees.editChild(service, "environment", this::passed));
  }

  /// The service with everything in `environment`, and without `env_file`. A key that stays null is
  /// to be taken away from the image's variables.
  Mapping resolve(String name, Mapping service) {
    Mapping passed = Trees.editChild(service, "environment", this::passed);
    Entry at = service.entries().get("env_file");
    if (at == null) {
      return passed;
    }
    Map<String, Entry> all = new TreeMap<>(NaturalOrder.INSTANCE);
    for (Map<String, Assignment> file : files(name, service)) {
      file.forEach(
          (key, assignment) ->
              all.put(
                  key,
                  new Entry(
                      assignment.source(),
                      Scalar.string(assignment.value(), assignment.source()))));
    }
    all.putAll(Trees.child(passed, "environment").entries());
    SourceSpan where = service.entries().getOrDefault("environment", at).keySpan();
    Mapping without = passed.without("env_file");
    return all.isEmpty()
        ? without
        : without.with("environment", new Entry(where, new Mapping(all, where)));
  }

  /// Arguments of the build and variables of hooks. An argument that stays null is none.
  private Mapping inParts(Mapping service) {
    Mapping built =
        Trees.editChild(
            service, "build", build -> Trees.edit(build, "args", args -> present(passed(args))));
    for (String moment : new String[] {"pre_start", "post_start", "pre_stop"}) {
      built = Trees.edit(built, moment, hooks -> Trees.editItems(hooks, this::inHook));
    }
    return Trees.editChild(
        built,
        "develop",
        develop ->
            Trees.edit(
                develop,
                "watch",
                triggers ->
                    Trees.editItems(
                        triggers, trigger -> Trees.edit((Mapping) trigger, "exec", this::inHook))));
  }

  private Node inHook(Node hook) {
    return Trees.edit((Mapping) hook, "environment", this::passed);
  }

  private Mapping passed(Node variables) {
    return ((Mapping) variables).each((key, entry) -> Optional.of(value(key, entry)));
  }

  private static Mapping present(Mapping variables) {
    return variables.each(
        (_, entry) ->
            Optional.of(entry.value()).filter(value -> !(value instanceof Scalar s && s.isNull())));
  }

  private Node value(String key, Entry entry) {
    if (!(entry.value() instanceof Scalar scalar) || !scalar.isNull()) {
      return entry.value();
    }
    return environment.get(key).map(value -> Scalar.string(value, entry.keySpan())).orElse(scalar);
  }

  /// What the files of `env_file` say, in their order. A value may use the project's variables,
  /// what `environment` says, and earlier keys, in this order.
  List<Map<String, Assignment>> files(String name, Mapping service) {
    Mapping declared = Trees.child(service, "environment");
    Map<String, String> earlier = new HashMap<>();
    Variables known =
        environment
            .or(key -> Trees.scalar(declared, key).filter(s -> !s.isNull()).map(Scalar::text))
            .or(key -> Optional.ofNullable(earlier.get(key)));
    List<Map<String, Assignment>> files = new ArrayList<>();
    for (Node node : Trees.items(service, "env_file")) {
      Mapping file = (Mapping) node;
      Optional<SourceText> text = text(name, file);
      if (text.isPresent()) {
        Map<String, Assignment> assignments =
            Trees.text(file, "format").equals("raw")
                ? Dotenv.parseRaw(text.get(), known, problems)
                : Dotenv.parse(text.get(), known, problems);
        assignments.forEach((key, assignment) -> earlier.put(key, assignment.value()));
        files.add(assignments);
      }
    }
    return files;
  }

  private Optional<SourceText> text(String service, Mapping file) {
    Scalar path = Trees.scalar(file, "path").orElseThrow();
    Path absolute = paths.absolute(path.text());
    String shown = sources.display(absolute);
    try {
      Optional<SourceText> text = sources.readIfPresent(absolute);
      if (text.isEmpty() && !Trees.text(file, "required").equals("false")) {
        problems.error(
            "service \"%s\": env_file \"%s\" does not exist".formatted(service, shown),
            path.span(),
            "create it, or write {path: %s, required: false}".formatted(shown));
      }
      return text;
    } catch (Failure e) {
      problems.error(
          "service \"%s\": env_file: %s".formatted(service, e.what()),
          path.span(),
          e.fix().orElse("check the path"));
      return Optional.empty();
    }
  }
}

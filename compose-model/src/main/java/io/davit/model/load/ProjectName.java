package io.davit.model.load;

import io.davit.model.interpolate.Template;
import io.davit.model.interpolate.TemplateFault;
import io.davit.model.load.Explanation.Action;
import io.davit.model.load.Explanation.Step;
import io.davit.model.schema.Malformed;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A project's name: the flag's, else `COMPOSE_PROJECT_NAME`, else the last `name:` of the files,
/// else made from the directory's name.
final class ProjectName {
  private ProjectName() {}

  /// @param roots of all documents, in order, not interpolated
  static String of(
      LoadRequest request, Environment environment, List<Node> roots, Path projectDirectory) {
    Optional<String> given =
        request
            .flags()
            .projectName()
            .or(() -> environment.get("COMPOSE_PROJECT_NAME"))
            .filter(name -> !name.isEmpty());
    if (given.isPresent()) {
      return valid(given.get());
    }
    return declared(roots, environment).orElseGet(() -> fromDirectory(projectDirectory));
  }

  /// What decided the name, if it was no file.
  static Optional<Step> decided(LoadRequest request, Environment environment) {
    Optional<String> flag = request.flags().projectName().filter(given -> !given.isEmpty());
    if (flag.isPresent()) {
      return Optional.of(StepWriter.plain(Action.FLAG, flag.get()));
    }
    return environment
        .get("COMPOSE_PROJECT_NAME")
        .filter(given -> !given.isEmpty())
        .map(
            given ->
                new Step(
                    Action.VARIABLE,
                    Optional.ofNullable(environment.origins().get("COMPOSE_PROJECT_NAME")),
                    Optional.of(given),
                    Optional.empty(),
                    List.of(),
                    List.of()));
  }

  /// @throws InvalidInput when it is not one
  static String valid(String name) {
    try {
      return ProjectShape.name(name);
    } catch (Malformed e) {
      String normal = NameScan.normal(name);
      throw new InvalidInput(
          "\"%s\" is not a project's name".formatted(name),
          new Resource("project", name),
          normal.isEmpty() ? e.fix() : "write \"%s\"; %s".formatted(normal, e.fix()));
    }
  }

  /// A name that is wrong is told of when the file is checked.
  private static Optional<String> declared(List<Node> roots, Environment environment) {
    Optional<String> last = Optional.empty();
    for (Node root : roots) {
      if (root instanceof Mapping mapping
          && mapping.get("name").orElse(mapping) instanceof Scalar scalar) {
        try {
          String name = Template.parse(scalar.text()).expand(environment, _ -> {});
          last = name.isEmpty() ? last : Optional.of(name);
        } catch (TemplateFault _) {
          return last;
        }
      }
    }
    return last;
  }

  private static String fromDirectory(Path directory) {
    Path last = directory.getFileName();
    String name = NameScan.normal(last == null ? "" : last.toString());
    if (name.isEmpty()) {
      throw new InvalidInput(
          "the directory \"%s\" gives the project no name".formatted(directory),
          new Resource("path", directory.toString()),
          "name the project with -p, or with \"name:\" in the file");
    }
    return name;
  }
}

package io.davit.model.load;

import io.davit.model.env.Dotenv;
import io.davit.model.interpolate.Variables;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows `include` (compose-spec 14-include.md): other files, with a project directory and an
/// `.env` of their own, below what the including file says.
final class Inclusion {
  private final Documents documents;
  private final Documents.Context context;

  Inclusion(Documents documents, Documents.Context context) {
    this.documents = documents;
    this.context = context;
  }

  Mapping resolve(Mapping document) {
    Mapping result = document.without("include");
    List<Node> includes = Trees.items(document, "include");
    for (Node node : includes.reversed()) {
      Mapping upper = result;
      result = included((Mapping) node).map(base -> Documents.over(base, upper)).orElse(upper);
    }
    return result;
  }

  private Optional<Mapping> included(Mapping include) {
    List<Documents.Parsed> files = new ArrayList<>();
    Optional<Path> first = Optional.empty();
    for (Node node : Trees.items(include, "path")) {
      Scalar path = (Scalar) node;
      Path file = context.paths().absolute(path.text());
      if (context.chain().contains(file)) {
        documents
            .problems()
            .error(
                "\"%s\" includes itself".formatted(path.text()),
                path.span(),
                "remove one include of the circle");
        return Optional.empty();
      }
      Optional<SourceText> text = documents.sources().readIfPresent(file);
      if (text.isEmpty()) {
        documents
            .problems()
            .error(
                "included file \"%s\" does not exist".formatted(path.text()),
                path.span(),
                "check the path: it begins at \"%s\""
                    .formatted(documents.sources().display(context.directory())));
        return Optional.empty();
      }
      files.add(documents.parse(text.get()));
      first = first.or(() -> Optional.of(file));
    }
    return first.flatMap(file -> merged(include, files, file));
  }

  private Optional<Mapping> merged(Mapping include, List<Documents.Parsed> files, Path first) {
    Path directory =
        Trees.scalar(include, "project_directory")
            .map(path -> context.paths().absolute(path.text()))
            .or(() -> Optional.ofNullable(first.getParent()))
            .orElse(context.directory());
    Environment environment = environment(include, directory);
    Documents.Context inner = context.in(directory, environment, first);
    return documents
        .merge(files, inner)
        .map(mapping -> inner.paths().in(mapping).without("name").without("version"));
  }

  /// The including file's variables win.
  private Environment environment(Mapping include, Path directory) {
    List<Path> files = new ArrayList<>();
    for (Node node : Trees.items(include, "env_file")) {
      files.add(context.paths().absolute(((Scalar) node).text()));
    }
    if (files.isEmpty()) {
      files.add(directory.resolve(".env"));
    }
    Map<String, String> values = new HashMap<>();
    for (Path file : files) {
      Variables known = context.environment().or(Variables.of(Map.copyOf(values)));
      documents
          .sources()
          .readIfPresent(file)
          .ifPresent(
              text ->
                  Dotenv.parse(text, known, documents.problems())
                      .forEach((name, assignment) -> values.put(name, assignment.value())));
    }
    values.putAll(context.environment().values());
    return new Environment(values, context.environment().files());
  }
}

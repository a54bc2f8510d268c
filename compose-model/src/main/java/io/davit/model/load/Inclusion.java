package io.davit.model.load;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /// What a document includes, in its order; a later one is merged over an earlier one.
  List<Mapping> of(Mapping document) {
    List<Mapping> included = new ArrayList<>();
    for (Node include : Trees.items(document, "include")) {
      if (include instanceof Mapping mapping) {
        included(mapping).ifPresent(included::add);
      }
    }
    return included;
  }

  private Optional<Mapping> included(Mapping include) {
    List<Documents.Parsed> files = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    for (Node node : Trees.items(include, "path")) {
      Scalar path = (Scalar) node;
      Optional<Path> file = documents.located("included file", path, context);
      if (file.isPresent() && context.including().contains(file.get())) {
        circle(path, file.get());
        return Optional.empty();
      }
      Optional<Documents.Parsed> parsed =
          file.flatMap(one -> documents.named("included file", path, one, context.directory()));
      if (parsed.isEmpty()) {
        return Optional.empty();
      }
      files.add(parsed.get());
      paths.add(file.orElseThrow());
    }
    return paths.isEmpty() ? Optional.empty() : merged(include, files, paths.getFirst());
  }

  private void circle(Scalar path, Path file) {
    List<String> names = new ArrayList<>();
    for (Path step : context.including()) {
      names.add(documents.sources().display(step));
    }
    names.add(documents.sources().display(file));
    documents
        .problems()
        .error(
            "\"%s\" includes itself: %s".formatted(path.text(), String.join(" → ", names)),
            path.span(),
            "remove one include of the circle");
  }

  private Optional<Mapping> merged(Mapping include, List<Documents.Parsed> files, Path first) {
    Path directory =
        Trees.scalar(include, "project_directory")
            .map(path -> context.paths().absolute(path.text()))
            .or(() -> Optional.ofNullable(first.getParent()))
            .orElse(context.directory());
    Environment environment = environment(include, directory);
    Documents.Context inner = context.included(directory, environment, first);
    Optional<Mapping> merged =
        documents
            .merge(files, inner)
            .map(BuildDefaults::contexts)
            .map(mapping -> inner.paths().in(mapping).without("name").without("version"));
    context.history().addIncluded(inner.history(), include.span());
    return merged;
  }

  /// The including file's variables win. `/dev/null` stands for no file at all.
  private Environment environment(Mapping include, Path directory) {
    List<SourceText> texts = new ArrayList<>();
    if (Trees.items(include, "env_file").isEmpty()) {
      documents.sources().readIfPresent(directory.resolve(".env")).ifPresent(texts::add);
    }
    for (Node node : Trees.items(include, "env_file")) {
      Scalar path = (Scalar) node;
      Path file = context.paths().absolute(path.text());
      Optional<SourceText> text =
          file.equals(Path.of("/dev/null"))
              ? Optional.of(new SourceText(path.text(), ""))
              : documents.text("env_file", path, file, "create it, or write /dev/null for none");
      text.ifPresent(texts::add);
    }
    return context.environment().or(texts, documents.problems());
  }
}

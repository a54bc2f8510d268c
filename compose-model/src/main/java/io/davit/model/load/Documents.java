package io.davit.model.load;

import io.davit.model.interpolate.Interpolation;
import io.davit.model.report.Problems;
import io.davit.model.schema.Place;
import io.davit.model.schema.Place.Reading;
import io.davit.model.schema.ProjectShape;
import io.davit.model.schema.Shape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.SourceText;
import io.davit.model.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Turns files into one canonical tree: each document is interpolated and written in long form,
/// then `include` and `extends` are followed, then it is merged over what came before (compose-spec
/// 13-merge.md).
final class Documents {
  private static final Shape SHAPE = ProjectShape.shape();

  private final Sources sources;
  private final Problems problems;
  private final Reading reading;
  private final Set<String> warned = new HashSet<>();

  /// One file and the roots of its documents.
  record Parsed(SourceText text, List<Node> roots) {}

  /// What a file's relative paths and variables mean.
  ///
  /// @param chain the files that led here by `include` or `extends`
  record Context(Path directory, Environment environment, List<Path> chain) {
    Paths paths() {
      return new Paths(directory, environment);
    }

    Context in(Path inner, Environment variables, Path file) {
      List<Path> longer = new ArrayList<>(chain);
      longer.add(file);
      return new Context(inner, variables, List.copyOf(longer));
    }
  }

  /// @param reading PART, or UNEXPANDED to leave variables as they are
  Documents(Sources sources, Problems problems, Reading reading) {
    this.reading = reading;
    this.sources = sources;
    this.problems = problems;
  }

  Sources sources() {
    return sources;
  }

  Problems problems() {
    return problems;
  }

  Parsed parse(SourceText text) {
    return new Parsed(text, YamlReader.read(text, problems));
  }

  /// The files merged in their order; empty when nothing is in them.
  Optional<Mapping> merge(List<Parsed> files, Context context) {
    Place place = Place.root(reading, problems);
    Optional<Mapping> merged = Optional.empty();
    for (Parsed file : files) {
      Interpolation interpolation =
          new Interpolation(file.text(), context.environment(), warned, problems);
      for (Node root : file.roots()) {
        Node expanded = reading == Reading.UNEXPANDED ? root : interpolation.expand(root);
        Optional<Node> canonical = SHAPE.apply(expanded, place);
        if (canonical.isPresent() && canonical.get() instanceof Mapping document) {
          Optional<Mapping> before = merged;
          Mapping included = new Inclusion(this, context).resolve(document);
          Mapping extended = new Inheritance(this, context).resolve(included, before);
          merged = Optional.of(before.map(base -> over(base, extended)).orElse(extended));
        }
      }
    }
    return merged;
  }

  static Mapping over(Mapping base, Mapping override) {
    return (Mapping) SHAPE.merge(base, override);
  }
}

package io.davit.model.load;

import io.davit.model.interpolate.Interpolation;
import io.davit.model.report.Problems;
import io.davit.model.schema.Place;
import io.davit.model.schema.Place.Reading;
import io.davit.model.schema.ProjectShape;
import io.davit.model.schema.Shape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.SourceText;
import io.davit.model.yaml.YamlReader;
import io.davit.problem.StorageFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Turns files into one canonical tree: each document is interpolated and written in long form,
/// then `include` and `extends` are followed, then it is merged over what came before (compose-spec
/// 13-merge.md).
final class Documents {
  private static final Shape SHAPE = ProjectShape.shape();

  /// Far more than a project has; files that include each other twice double at every step.
  private static final int NAMED_MAX = 2_000;

  private final Sources sources;
  private final Problems problems;
  private final Reading reading;
  private final Map<Path, Parsed> parsed = new HashMap<>();
  private int named;
  private final Set<String> warned = new HashSet<>();
  private final Set<Set<Extending>> circles = new HashSet<>();

  /// One file and the roots of its documents.
  record Parsed(SourceText text, List<Node> roots) {
    /// Whether a merge directive may be in it: in most files there is none, and nothing to look
    /// for.
    boolean mayDirect() {
      return text.text().indexOf('!') >= 0;
    }
  }

  /// A service of a file, on the way along `extends`.
  record Extending(String file, String service) {}

  /// What a file's relative paths and variables mean, and how it was reached.
  ///
  /// @param including the files that led here by `include`
  /// @param extending the services that led here by `extends`
  record Context(
      Path directory,
      Environment environment,
      List<Path> including,
      List<Extending> extending,
      History history) {
    Paths paths() {
      return new Paths(directory, environment);
    }

    Context included(Path inner, Environment variables, Path file) {
      List<Path> longer = new ArrayList<>(including);
      longer.add(file);
      return new Context(inner, variables, List.copyOf(longer), List.of(), history.part());
    }

    Context extended(Path inner, List<Extending> chain) {
      return new Context(inner, environment, including, List.copyOf(chain), history.part());
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

  /// Whether a circle of services is told of for the first time.
  boolean isNew(List<Extending> circle) {
    return circles.add(new HashSet<>(circle));
  }

  /// A file that another one names; tells when it cannot be had. Each is read once.
  ///
  /// @param role what it is, in the words of the error
  /// @param path as written
  /// @param directory where it begins
  Optional<Parsed> named(String role, Scalar path, Path file, Path directory) {
    if (++named > NAMED_MAX) {
      problems.error(
          "more than %d files are included or extended".formatted(NAMED_MAX),
          path.span(),
          "name each file once: files that include a file twice multiply it");
      return Optional.empty();
    }
    Parsed known = parsed.get(file);
    if (known != null) {
      return Optional.of(known);
    }
    String fix = "check the path: it begins at \"%s\"".formatted(sources.display(directory));
    Optional<Parsed> read = text(role, path, file, fix).map(this::parse);
    read.ifPresent(one -> parsed.put(file, one));
    return read;
  }

  /// Where a file lies that another one names; tells when a file of another machine cannot be had.
  ///
  /// @param role as of [#named]
  Optional<Path> located(String role, Scalar path, Context context) {
    try {
      return Optional.of(sources.located(path.text(), context.paths()));
    } catch (RemoteFault fault) {
      problems.error("%s: %s".formatted(role, fault.what()), path.span(), fault.fix());
      return Optional.empty();
    }
  }

  /// The text of a file that another one names; tells when it cannot be had.
  ///
  /// @param fix what to do when it does not exist
  Optional<SourceText> text(String role, Scalar path, Path file, String fix) {
    try {
      Optional<SourceText> text = sources.readIfPresent(file);
      if (text.isEmpty()) {
        problems.error("%s \"%s\" does not exist".formatted(role, path.text()), path.span(), fix);
      }
      return text;
    } catch (StorageFailed e) {
      problems.error(
          "%s: %s".formatted(role, e.what()), path.span(), e.fix().orElse("check the path"));
      return Optional.empty();
    }
  }

  Parsed parse(SourceText text) {
    return new Parsed(text, YamlReader.read(text, problems));
  }

  /// The files merged in their order; empty when nothing is in them.
  Optional<Mapping> merge(List<Parsed> files, Context context) {
    return merge(files, context, _ -> true);
  }

  /// @param wanted the services whose `extends` is followed
  Optional<Mapping> merge(List<Parsed> files, Context context, Predicate<String> wanted) {
    Place place = Place.root(reading, problems);
    Optional<Mapping> merged = Optional.empty();
    for (Parsed file : files) {
      Interpolation interpolation =
          new Interpolation(file.text(), context.environment(), warned, problems);
      for (Node root : file.roots()) {
        Node expanded = reading == Reading.UNEXPANDED ? root : interpolation.expand(root);
        Optional<Node> canonical = SHAPE.apply(expanded, place);
        if (canonical.isPresent() && canonical.get() instanceof Mapping document) {
          Optional<Mapping> below = merged;
          for (Mapping included : new Inclusion(this, context).of(document)) {
            below = Optional.of(over(below, included, false));
          }
          Mapping own = document.without("include");
          Inheritance inheritance = new Inheritance(this, context, file.text().file(), root);
          Mapping whole = inheritance.resolve(own, below, wanted);
          merged = Optional.of(over(below, whole, file.mayDirect()));
          context.history().add(own, root, context.environment());
        }
      }
    }
    return merged;
  }

  /// Without merge directives: they have done their work.
  private Mapping over(Optional<Mapping> base, Mapping override, boolean mayDirect) {
    base.ifPresent(below -> DoubledPorts.tellAll(below, override, problems));
    Mapping merged = base.map(below -> (Mapping) SHAPE.merge(below, override)).orElse(override);
    return mayDirect ? Merging.withoutDirectives(merged) : merged;
  }
}

package io.davit.model.load;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What each document said, in the order of merging. It is kept only when somebody asks why a value
/// is what it is.
final class History {
  private final boolean kept;
  private final List<Layer> layers = new ArrayList<>();

  /// What one document said.
  ///
  /// @param said in long form, with merge directives; relative paths as written
  /// @param written the document before its variables were expanded
  /// @param environment what they were expanded with
  /// @param ways how the document came into the project, from the outside to the inside; empty for
  ///   a file of the project's own
  record Layer(Mapping said, Node written, Environment environment, List<Way> ways) {
    Layer {
      ways = List.copyOf(ways);
    }
  }

  /// How a document that is no file of the project's own came into it.
  sealed interface Way {
    SourceSpan at();

    /// @param at the path below `include`
    record Included(SourceSpan at) implements Way {}

    /// @param at the name of the service below `extends`
    record Extended(String service, SourceSpan at) implements Way {}
  }

  private History(boolean kept) {
    this.kept = kept;
  }

  static History none() {
    return new History(false);
  }

  static History kept() {
    return new History(true);
  }

  /// The history of files that are merged by themselves.
  History part() {
    return new History(kept);
  }

  List<Layer> layers() {
    return List.copyOf(layers);
  }

  void add(Mapping said, Node written, Environment environment) {
    if (kept) {
      layers.add(new Layer(said, written, environment, List.of()));
    }
  }

  void addAll(History others) {
    layers.addAll(others.layers);
  }

  void addIncluded(History included, SourceSpan at) {
    for (Layer layer : included.layers) {
      layers.add(reached(layer, layer.said(), new Way.Included(at)));
    }
  }

  /// What a history says of a service is said of another one, too.
  void addExtended(History base, String from, String to, SourceSpan at) {
    for (Layer layer : base.layers()) {
      Mapping services = Trees.child(layer.said(), "services");
      Entry service = services.entries().get(from);
      if (service != null) {
        Mapping said = only(to, service, services.span());
        layers.add(reached(layer, said, new Way.Extended(from, at)));
      }
    }
  }

  private static Layer reached(Layer layer, Mapping said, Way way) {
    List<Way> ways = new ArrayList<>();
    ways.add(way);
    ways.addAll(layer.ways());
    return new Layer(said, layer.written(), layer.environment(), ways);
  }

  /// A document with one service.
  private static Mapping only(String name, Entry service, SourceSpan span) {
    Mapping services = new Mapping(Map.of(name, service), span);
    return new Mapping(Map.of("services", new Entry(span, services)), span);
  }
}

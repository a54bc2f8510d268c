package io.davit.model.schema;

import io.davit.model.report.Problems;
import io.davit.model.yaml.Node;
import io.davit.problem.SourceSpan;
import org.jspecify.annotations.Nullable;

/// Where a value stands in the project, in the words of an error: `service "web": ports[0].target`.
/// The words are put together only when there is an error.
public final class Place {
  private final @Nullable Place parent;
  private final Step step;
  private final boolean complete;
  private final Problems problems;

  /// The way from the value around.
  private sealed interface Step {
    record Root() implements Step {}

    record Thing(String kind, String name) implements Step {}

    record Key(String key) implements Step {}

    record Item(int index) implements Step {}
  }

  private Place(@Nullable Place parent, Step step, boolean complete, Problems problems) {
    this.parent = parent;
    this.step = step;
    this.complete = complete;
    this.problems = problems;
  }

  /// The project itself.
  ///
  /// @param complete whether all files are merged, so that what is missing stays missing
  public static Place root(boolean complete, Problems problems) {
    return new Place(null, new Step.Root(), complete, problems);
  }

  /// A named thing of the project.
  Place of(String kind, String name) {
    return new Place(this, new Step.Thing(kind, name), complete, problems);
  }

  Place key(String key) {
    return new Place(this, new Step.Key(key), complete, problems);
  }

  /// Items are replaced as a whole, never merged: each is complete.
  Place item(int index) {
    return new Place(this, new Step.Item(index), true, problems);
  }

  boolean complete() {
    return complete;
  }

  Problems problems() {
    return problems;
  }

  /// An error about the value here.
  ///
  /// @param predicate follows the path: `must be a list`
  void error(String predicate, SourceSpan where, String fix) {
    problems.error(sentence(predicate), where, fix);
  }

  void warning(String predicate, SourceSpan where, String fix) {
    problems.warning(sentence(predicate), where, fix);
  }

  private String sentence(String predicate) {
    String subject = subject();
    String path = path();
    if (subject.isEmpty() && path.isEmpty()) {
      return "the compose file " + predicate;
    }
    String start = subject.isEmpty() || path.isEmpty() ? subject : subject + ": ";
    return start + path + " " + predicate;
  }

  /// The named thing that the value belongs to: `service "web"`; empty when it is the project's.
  String subject() {
    if (step instanceof Step.Thing(String kind, String name)) {
      return kind + " \"" + name + '"';
    }
    return parent == null ? "" : parent.subject();
  }

  /// The path inside the subject; empty for the subject itself.
  String path() {
    String before = parent == null ? "" : parent.path();
    return switch (step) {
      case Step.Root _, Step.Thing _ -> "";
      case Step.Key(String key) -> before.isEmpty() ? key : before + '.' + key;
      case Step.Item(int index) -> before + '[' + index + ']';
    };
  }

  /// What was written, in a few words: `the number 5`, `"x"`, `a list`.
  static String describe(Node node) {
    return switch (node) {
      case Node.Scalar scalar ->
          switch (scalar.kind()) {
            case NULL -> "empty";
            case BOOL -> scalar.text();
            case INT, FLOAT -> "the number " + scalar.text();
            case STRING -> '"' + shortened(scalar.text()) + '"';
          };
      case Node.Sequence _ -> "a list";
      case Node.Mapping _ -> "a mapping";
      case Node.Tagged tagged -> describe(tagged.node());
    };
  }

  private static String shortened(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() > 60 ? line.substring(0, 60) + "…" : line;
  }
}

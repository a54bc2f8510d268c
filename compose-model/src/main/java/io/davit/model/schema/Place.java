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
  private final Reading reading;
  private final Problems problems;

  /// How far a project is read.
  public enum Reading {
    /// One file of several: what is missing may be in another.
    PART,
    /// All files are merged: what is missing stays missing.
    WHOLE,
    /// As PART, and variables are not expanded: a text with a `$` stands for any value.
    UNEXPANDED,
    /// As UNEXPANDED, after all files are merged; what is required may come from a variable.
    UNEXPANDED_WHOLE
  }

  /// The way from the value around.
  private sealed interface Step {
    record Root() implements Step {}

    record Thing(String kind, String name) implements Step {}

    record Key(String key) implements Step {}

    record Item(int index) implements Step {}
  }

  private Place(@Nullable Place parent, Step step, Reading reading, Problems problems) {
    this.parent = parent;
    this.step = step;
    this.reading = reading;
    this.problems = problems;
  }

  /// The project itself.
  public static Place root(Reading reading, Problems problems) {
    return new Place(null, new Step.Root(), reading, problems);
  }

  /// A named thing of the project.
  Place of(String kind, String name) {
    return new Place(this, new Step.Thing(kind, name), reading, problems);
  }

  Place key(String key) {
    return new Place(this, new Step.Key(key), reading, problems);
  }

  /// Items are replaced as a whole, never merged: each is complete.
  Place item(int index) {
    Reading whole = reading == Reading.PART ? Reading.WHOLE : reading;
    return new Place(this, new Step.Item(index), whole, problems);
  }

  boolean complete() {
    return reading == Reading.WHOLE;
  }

  /// Whether a later file may still say more.
  boolean isPart() {
    return reading == Reading.PART || reading == Reading.UNEXPANDED;
  }

  /// Whether single values keep the notation that they are written in: with variables unexpanded
  /// that of their neighbours is not known either.
  boolean asWritten() {
    return reading == Reading.UNEXPANDED || reading == Reading.UNEXPANDED_WHOLE;
  }

  /// Whether a value is a text whose variables are left as they are, so that nothing is known of
  /// it.
  boolean isOpen(Node node) {
    return asWritten() && node instanceof Node.Scalar scalar && scalar.text().indexOf('$') >= 0;
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
            case TIMESTAMP -> "the date " + scalar.text();
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

package io.davit.model.schema;

import io.davit.model.report.Problems;
import io.davit.model.yaml.Node;
import io.davit.problem.SourceSpan;

/// Where a value stands in the project, in the words of an error: `service "web": ports[0].target`.
///
/// @param subject the thing that it belongs to: `service "web"`; empty for the project
/// @param path inside the subject; empty for the subject itself
/// @param complete whether all files are merged, so that what is missing stays missing
public record Place(String subject, String path, boolean complete, Problems problems) {
  public Place {
    assert !subject.endsWith(":");
  }

  Place of(String kind, String name) {
    return new Place("%s \"%s\"".formatted(kind, name), "", complete, problems);
  }

  Place key(String key) {
    return new Place(subject, path.isEmpty() ? key : path + "." + key, complete, problems);
  }

  /// Items are replaced as a whole, never merged: each is complete.
  Place item(int index) {
    return new Place(subject, "%s[%d]".formatted(path, index), true, problems);
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
    if (subject.isEmpty() && path.isEmpty()) {
      return "the compose file " + predicate;
    }
    String start = subject.isEmpty() || path.isEmpty() ? subject : subject + ": ";
    return (start + path + " " + predicate).strip();
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

package io.davit.model.report;

import io.davit.problem.InvalidProject;
import io.davit.problem.Problem;
import io.davit.problem.Problem.Severity;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what is wrong with a project, so that all of it is told at once. Not thread-safe.
public final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();
  private final List<String> files = new ArrayList<>();

  public void error(String what, SourceSpan where, String fix) {
    add(Problem.error(what, where, fix));
  }

  public void warning(String what, SourceSpan where, String fix) {
    add(Problem.warning(what, where, fix));
  }

  /// Findings are ordered by file in the order in which files were first spoken of.
  private void add(Problem problem) {
    if (problem.where() instanceof SourceSpan span && !files.contains(span.file())) {
      files.add(span.file());
    }
    found.add(problem);
  }

  public boolean hasErrors() {
    return found.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /// @throws InvalidProject with everything found so far, warnings too, when one is an error
  public void throwIfErrors() {
    if (hasErrors()) {
      throw new InvalidProject(sorted());
    }
  }

  /// Everything found, by position.
  public List<Problem> sorted() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((Problem problem) -> files.indexOf(span(problem).file()))
                .thenComparingInt(problem -> span(problem).line())
                .thenComparingInt(problem -> span(problem).column()))
        .toList();
  }

  private static SourceSpan span(Problem problem) {
    return problem.where() instanceof SourceSpan span ? span : new SourceSpan("", 1, 1, 1);
  }
}

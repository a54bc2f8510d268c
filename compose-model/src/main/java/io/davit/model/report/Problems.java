package io.davit.model.report;

import io.davit.problem.InvalidProject;
import io.davit.problem.Problem;
import io.davit.problem.Problem.Severity;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what is wrong with a project, so that all of it is told at once. Not thread-safe.
public final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();
  private final List<String> files = new ArrayList<>();
  private final Set<Refused> refused = new HashSet<>();
  private final Set<SourceSpan> unknown = new HashSet<>();

  private record Refused(SourceSpan owner, String attribute) {}

  public void error(String what, SourceSpan where, String fix) {
    if (!unknown.contains(where)) {
      add(Problem.error(what, where, fix));
    }
  }

  /// Notes that the value at a place is not known, and that this was told: what else is wrong with
  /// it follows from that.
  public void unknown(SourceSpan where) {
    unknown.add(where);
  }

  public void warning(String what, SourceSpan where, String fix) {
    add(Problem.warning(what, where, fix));
  }

  /// Notes that an attribute is wrong and told of, so that nobody tells that it is missing.
  ///
  /// @param owner the place of the mapping that holds it
  public void refuse(SourceSpan owner, String attribute) {
    refused.add(new Refused(owner, attribute));
  }

  public boolean isRefused(SourceSpan owner, String attribute) {
    return refused.contains(new Refused(owner, attribute));
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
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(this::compare);
    return List.copyOf(sorted);
  }

  private int compare(Problem a, Problem b) {
    SourceSpan first = span(a);
    SourceSpan second = span(b);
    int byFile = Integer.compare(files.indexOf(first.file()), files.indexOf(second.file()));
    int byLine = byFile == 0 ? Integer.compare(first.line(), second.line()) : byFile;
    return byLine == 0 ? Integer.compare(first.column(), second.column()) : byLine;
  }

  private static SourceSpan span(Problem problem) {
    return problem.where() instanceof SourceSpan span ? span : new SourceSpan("", 1, 1, 1);
  }
}

package io.davit.problem;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A compose file, or what it refers to, is wrong: every problem found, in the order of the files.
public final class InvalidProject extends Failure {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidProject(List<Problem> problems) {
    super(
        problems.stream().map(Problem::what).collect(Collectors.joining("; ")),
        problems.stream().findFirst().map(Problem::where),
        Optional.empty(),
        null);
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}

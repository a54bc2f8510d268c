package io.davit.problem;

/// The place that a [Failure] or a [Problem] speaks of.
public sealed interface Where permits SourceSpan, Resource, SystemCall {
  /// One line for a person: `compose.yaml:12:9`, `service "web"`, `mount(2) EPERM`.
  String describe();
}

package io.davit.model;

import io.davit.problem.SourceSpan;
import java.util.Map;

/// A volume as declared (compose-spec 07-volumes.md).
///
/// @param name as the engine knows it: `<project>_<key>` unless declared
/// @param external not ours to make or remove
public record Volume(
    String key,
    String name,
    String driver,
    Map<String, String> driverOptions,
    boolean external,
    Map<String, String> labels,
    SourceSpan source) {
  public Volume {
    driverOptions = Project.ordered(driverOptions);
    labels = Project.ordered(labels);
  }
}

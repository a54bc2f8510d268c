package io.davit.model.bind;

import io.davit.model.NameStyle;
import io.davit.model.interpolate.Variables;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What belongs to a project and stands in none of its files.
///
/// @param environment what secrets and configs may be made of
/// @param names how its containers are named
public record ProjectContext(
    Path workingDirectory,
    List<Path> files,
    Set<String> disabledServices,
    Variables environment,
    NameStyle names) {
  public ProjectContext {
    files = List.copyOf(files);
  }
}

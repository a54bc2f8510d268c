package io.davit.planner;

import io.davit.model.Project;
import io.davit.model.canonical.CanonicalForm;
import io.davit.model.load.LoadRequest;
import io.davit.model.load.ProjectLoader;
import io.davit.planner.desired.DesiredState;
import java.nio.file.Path;
import java.util.Map;

/// Compose files as tests write them.
final class Declared {
  private Declared() {}

  static DesiredState state(String yaml) {
    return state(yaml, Map.of());
  }

  static DesiredState state(String yaml, Map<String, Integer> scale) {
    LoadRequest request =
        LoadRequest.in(Path.of("/shop"), Map.of("DB_PASSWORD", "geheim"))
            .withName("shop")
            .withStdin(yaml);
    Project project = ProjectLoader.load(request).project();
    return DesiredState.of(project, CanonicalForm.toJson(project), scale);
  }
}

package io.davit.executor.project;

import com.google.gson.JsonObject;
import io.davit.model.Project;
import io.davit.model.canonical.CanonicalForm;

/// What a project declares, and its canonical form, which is what is kept. Neither says anything
/// that the other does not.
record Model(Project project, JsonObject form) {
  static Model of(Project project) {
    return new Model(project, CanonicalForm.toJson(project));
  }

  /// @throws io.davit.problem.InvalidProject for what is no canonical form
  static Model read(JsonObject form) {
    return new Model(CanonicalForm.fromJson(form), form);
  }
}

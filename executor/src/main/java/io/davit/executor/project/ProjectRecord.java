package io.davit.executor.project;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the engine keeps of a declared project.
///
/// @param form its canonical form as JSON text: the nulls in it mean something
/// @param scale replicas by service, where the user asked for another number than declared
/// @param raised services that shall run: those that a user brought up and did not stop
/// @param revisions by hash, the declarations that containers were made from, as paths and values
public record ProjectRecord(
    String name,
    String form,
    Map<String, Integer> scale,
    Set<String> raised,
    Map<String, Map<String, String>> revisions) {
  public ProjectRecord {
    scale = Collections.unmodifiableMap(new TreeMap<>(scale));
    raised = Collections.unmodifiableSet(new TreeSet<>(raised));
    revisions = Collections.unmodifiableMap(new TreeMap<>(revisions));
  }

  static ProjectRecord declared(String name, JsonObject model) {
    return new ProjectRecord(name, model.toString(), Map.of(), Set.of(), Map.of());
  }

  JsonObject model() {
    return JsonParser.parseString(form).getAsJsonObject();
  }

  ProjectRecord withModel(JsonObject newModel) {
    return new ProjectRecord(name, newModel.toString(), scale, raised, revisions);
  }

  ProjectRecord withScale(Map<String, Integer> newScale) {
    return new ProjectRecord(name, form, newScale, raised, revisions);
  }

  ProjectRecord withRaised(Set<String> newRaised) {
    return new ProjectRecord(name, form, scale, newRaised, revisions);
  }

  ProjectRecord withRevisions(Map<String, Map<String, String>> newRevisions) {
    return new ProjectRecord(name, form, scale, raised, newRevisions);
  }
}

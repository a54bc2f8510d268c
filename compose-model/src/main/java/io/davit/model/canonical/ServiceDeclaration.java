package io.davit.model.canonical;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.davit.model.FileGrant;
import io.davit.model.FileResource;
import io.davit.model.Project;
import io.davit.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What of a service its containers are made from. The planner compares it, `up` writes its hash
/// into a label, and `config --hash` prints that.
public final class ServiceDeclaration {
  /// What a service may change without its containers changing (docker/compose
  /// pkg/compose/hash.go).
  private static final Set<String> SHAPELESS =
      Set.of("build", "pull_policy", "scale", "depends_on", "profiles", "develop");

  private ServiceDeclaration() {}

  /// The declaration of a service that its containers are compared with.
  ///
  /// Contents that the model itself holds count too: their digests stand below `contents`, so that
  /// no secret is kept a second time.
  public static Fields of(Project project, Service service, JsonObject declared) {
    JsonObject tree = new JsonObject();
    for (Map.Entry<String, JsonElement> entry : declared.entrySet()) {
      if (!SHAPELESS.contains(entry.getKey())) {
        tree.add(entry.getKey(), entry.getValue());
      }
    }
    if (tree.has("deploy") && tree.get("deploy").isJsonObject()) {
      JsonObject deploy = tree.getAsJsonObject("deploy").deepCopy();
      deploy.remove("replicas");
      tree.add("deploy", deploy);
    }
    JsonObject contents = new JsonObject();
    addContents(contents, service.configs(), project.configs());
    addContents(contents, service.secrets(), project.secrets());
    if (!contents.isEmpty()) {
      tree.add("contents", contents);
    }
    return Fields.of(tree);
  }

  private static void addContents(
      JsonObject into, List<FileGrant> grants, Map<String, FileResource> resources) {
    for (FileGrant grant : grants) {
      FileResource resource = resources.get(grant.key());
      if (resource == null) {
        continue;
      }
      switch (resource.content()) {
        case FileResource.Content.File _ -> {}
        case FileResource.Content.Environment environment ->
            into.addProperty(grant.key(), digest(environment.value()));
        case FileResource.Content.Inline inline ->
            into.addProperty(grant.key(), digest(inline.value()));
      }
    }
  }

  private static String digest(String content) {
    JsonObject tree = new JsonObject();
    tree.addProperty("content", content);
    return "sha256:" + Fields.of(tree).hash().substring(0, 12);
  }
}

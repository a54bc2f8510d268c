package io.davit.planner.desired;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.canonical.Fields;
import io.davit.model.canonical.ServiceDeclaration;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A declared project as the planner compares it: services × replicas, networks and volumes, with a
/// hash of each declaration.
///
/// @param services by name, in the order of the project
/// @param networkHashes by key; likewise the volumes'
public record DesiredState(
    Project project,
    Map<String, DesiredService> services,
    Map<String, String> networkHashes,
    Map<String, String> volumeHashes) {
  public DesiredState {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    networkHashes = Collections.unmodifiableMap(new LinkedHashMap<>(networkHashes));
    volumeHashes = Collections.unmodifiableMap(new LinkedHashMap<>(volumeHashes));
  }

  /// @param model the project's canonical form
  /// @param scale replicas by service, instead of the declared ones
  public static DesiredState of(Project project, JsonObject model, Map<String, Integer> scale) {
    for (String name : scale.keySet()) {
      requireService(project, name);
    }
    Map<String, DesiredService> services = new LinkedHashMap<>();
    for (Service service : project.services().values()) {
      Fields fields =
          ServiceDeclaration.of(project, service, tree(model, "services", service.name()));
      int replicas = scale.getOrDefault(service.name(), service.placement().replicas());
      requireUniqueName(service, replicas);
      services.put(
          service.name(), new DesiredService(project, service, replicas, fields, fields.hash()));
    }
    return new DesiredState(
        project,
        services,
        hashes(model, "networks", project.networks().keySet()),
        hashes(model, "volumes", project.volumes().keySet()));
  }

  public DesiredService service(String name) {
    DesiredService service = services.get(name);
    if (service == null) {
      throw noSuchService(project, name);
    }
    return service;
  }

  private static void requireService(Project project, String name) {
    if (!project.services().containsKey(name)) {
      throw noSuchService(project, name);
    }
  }

  private static NotFound noSuchService(Project project, String name) {
    return new NotFound(
        "no such service: " + name,
        new Resource("service", name),
        project.disabledServices().contains(name)
            ? "it is disabled: enable one of its profiles with --profile"
            : "the project has: " + String.join(", ", project.services().keySet()));
  }

  private static void requireUniqueName(Service service, int replicas) {
    Optional<String> name = service.hostnames().containerName();
    if (name.isPresent() && replicas > 1) {
      throw new InvalidInput(
          "service \"%s\" shall have %d containers, and its container_name \"%s\" allows one"
              .formatted(service.name(), replicas, name.get()),
          Optional.of(service.source()),
          Optional.of("remove container_name, or scale to 1"),
          null);
    }
  }

  private static Map<String, String> hashes(JsonObject model, String kind, Set<String> keys) {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (String key : keys) {
      hashes.put(key, Fields.of(tree(model, kind, key)).hash());
    }
    return hashes;
  }

  private static JsonObject tree(JsonObject model, String kind, String key) {
    JsonElement parent = model.get(kind);
    JsonElement tree = parent instanceof JsonObject object ? object.get(key) : new JsonArray();
    return tree instanceof JsonObject object ? object : new JsonObject();
  }
}

package io.davit.planner.desired;

import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.canonical.Fields;
import io.davit.planner.plan.Replica;
import java.util.Optional;

/// A service with all that decides about its containers.
///
/// @param replicas how many, after `--scale`
/// @param fields its declaration, without what does not shape a container
/// @param hash of the fields
public record DesiredService(
    Project project, Service service, int replicas, Fields fields, String hash) {
  public String name() {
    return service.name();
  }

  /// `<project>-<service>-<number>`, joined in the project's style, or what the service itself
  /// declares.
  public String containerName(int number) {
    return containerName(project, service, number);
  }

  public static String containerName(Project project, Service service, int number) {
    return service
        .hostnames()
        .containerName()
        .orElseGet(
            () -> project.names().join(project.name(), service.name(), String.valueOf(number)));
  }

  public Replica replica(int number) {
    return new Replica(service, number, containerName(number), hash, Optional.empty());
  }
}

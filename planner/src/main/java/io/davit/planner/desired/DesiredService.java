package io.davit.planner.desired;

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
    String project, Service service, int replicas, Fields fields, String hash) {
  public String name() {
    return service.name();
  }

  /// `<project>-<service>-<number>`, or what the service itself declares.
  public String containerName(int number) {
    return containerName(project, service, number);
  }

  public static String containerName(String project, Service service, int number) {
    return service
        .hostnames()
        .containerName()
        .orElseGet(() -> "%s-%s-%d".formatted(project, service.name(), number));
  }

  public Replica replica(int number) {
    return new Replica(service, number, containerName(number), hash, Optional.empty());
  }
}

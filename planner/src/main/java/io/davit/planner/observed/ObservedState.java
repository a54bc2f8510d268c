package io.davit.planner.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the engine holds, as far as it concerns one project.
///
/// @param containers those labelled with the project, in the order of their names
/// @param networks by name, all that the engine has; likewise the volumes
/// @param images ids by the reference that a service names it with; absent: not there
public record ObservedState(
    String project,
    List<ObservedContainer> containers,
    Map<String, ObservedNetwork> networks,
    Map<String, ObservedVolume> volumes,
    Map<String, String> images) {
  public ObservedState {
    containers = List.copyOf(containers);
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
    images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
  }

  /// The replicas of a service: not its one-offs.
  public List<ObservedContainer> replicasOf(String service) {
    return containers.stream()
        .filter(container -> !container.oneOff() && container.service().equals(service))
        .toList();
  }

  /// Whether an object's labels say that it is the project's.
  public boolean owns(Map<String, String> labels) {
    return project.equals(labels.get(Labels.PROJECT));
  }
}

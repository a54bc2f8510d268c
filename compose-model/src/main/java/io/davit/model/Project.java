package io.davit.model;

import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A project: everything that its compose files declare, for one environment.
///
/// @param services the enabled ones, by name, in natural order; likewise the other maps
/// @param disabledServices names of services that no active profile enables
/// @param files as loaded, absolute, in the order of merging
/// @param provenance where each value was written
/// @param names how its containers are named
public record Project(
    String name,
    Path workingDirectory,
    List<Path> files,
    Map<String, Service> services,
    Set<String> disabledServices,
    Map<String, Network> networks,
    Map<String, Volume> volumes,
    Map<String, FileResource> configs,
    Map<String, FileResource> secrets,
    Provenance provenance,
    NameStyle names) {
  public Project {
    files = List.copyOf(files);
    services = ordered(services);
    disabledServices = Collections.unmodifiableSet(new java.util.LinkedHashSet<>(disabledServices));
    networks = ordered(networks);
    volumes = ordered(volumes);
    configs = ordered(configs);
    secrets = ordered(secrets);
  }

  /// An enabled service.
  ///
  /// @throws NotFound when there is none of that name
  public Service service(String name) {
    Service service = services.get(name);
    if (service != null) {
      return service;
    }
    throw new NotFound(
        disabledServices.contains(name)
            ? "service \"%s\" is disabled".formatted(name)
            : "no such service: \"%s\"".formatted(name),
        new Resource("service", name),
        disabledServices.contains(name)
            ? "activate one of its profiles with --profile"
            : "the project \"%s\" has %s"
                .formatted(this.name, String.join(", ", services.keySet())));
  }

  /// An immutable copy in the same order, which few entries need no room for.
  static <V> Map<String, V> ordered(Map<String, V> map) {
    return map.size() < 2 ? Map.copyOf(map) : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}

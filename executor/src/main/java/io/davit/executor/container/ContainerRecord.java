package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is kept of a container as long as it exists: what was wanted, with everything that an image
/// or a default added.
///
/// @param schema of this record; 1
/// @param name without a slash
/// @param created RFC 3339
/// @param imageId `sha256:…`; `config.image` is the reference that was asked for
/// @param config merged with the image's configuration; `hostConfig` is there, `networkingConfig`
///   is not: see `endpoints`
/// @param mounts in the order of mounting
/// @param endpoints wanted settings by network id, the first one first
record ContainerRecord(
    int schema,
    String id,
    String name,
    String created,
    String imageId,
    ContainerCreate config,
    List<MountRecord> mounts,
    Map<String, ContainerCreate.EndpointSettings> endpoints) {
  ContainerRecord {
    mounts = List.copyOf(mounts);
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
  }

  ContainerCreate.HostConfig host() {
    ContainerCreate.HostConfig host = config.hostConfig();
    if (host == null) {
      throw new IllegalStateException("record of " + id + " without HostConfig");
    }
    return host;
  }

  ContainerRecord named(String newName) {
    return new ContainerRecord(schema, id, newName, created, imageId, config, mounts, endpoints);
  }

  ContainerRecord connectedTo(Map<String, ContainerCreate.EndpointSettings> newEndpoints) {
    return new ContainerRecord(schema, id, name, created, imageId, config, mounts, newEndpoints);
  }

  /// The command line: entrypoint, then command.
  List<String> arguments() {
    List<String> arguments = new java.util.ArrayList<>(Given.list(config.entrypoint()));
    arguments.addAll(Given.list(config.cmd()));
    return List.copyOf(arguments);
  }

  Map<String, String> labels() {
    return Given.map(config.labels());
  }

  boolean terminal() {
    return Given.flag(config.tty());
  }

  boolean autoRemove() {
    return Given.flag(host().autoRemove());
  }

  String networkMode() {
    return Given.text(host().networkMode());
  }

  String image() {
    return Given.text(config.image());
  }
}

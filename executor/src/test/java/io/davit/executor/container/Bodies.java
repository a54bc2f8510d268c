package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerInspect;
import io.davit.api.Json;
import java.util.Objects;

/// Create bodies, written as clients send them.
final class Bodies {
  private Bodies() {}

  static ContainerCreate of(String json) {
    return Json.gson().fromJson(json, ContainerCreate.class);
  }

  static ContainerCreate app() {
    return of("{\"Image\":\"app\"}");
  }

  static ContainerCreate host(String hostConfig) {
    return of("{\"Image\":\"app\",\"HostConfig\":" + hostConfig + "}");
  }

  static ContainerCreate.EndpointSettings endpoint(String json) {
    return Json.gson().fromJson(json, ContainerCreate.EndpointSettings.class);
  }

  /// A container's place in a network.
  static ContainerCreate.EndpointSettings endpoint(ContainerInspect container, String network) {
    return Objects.requireNonNull(container.networkSettings().networks().get(network));
  }
}

package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.Json;

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
}

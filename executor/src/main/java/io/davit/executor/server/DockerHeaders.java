package io.davit.executor.server;

import io.vertx.core.http.HttpServerResponse;

/// The headers that Docker's clients read from every answer to learn whom they talk to.
final class DockerHeaders {
  /// What `Server` and `GET /version` call the engine.
  static final String ENGINE_VERSION = "0.1.0";

  private DockerHeaders() {}

  static void putOn(HttpServerResponse response) {
    response
        .putHeader("Api-Version", ApiVersion.NEWEST.toString())
        .putHeader("Docker-Experimental", "false")
        .putHeader("Ostype", "linux")
        .putHeader("Server", "Docker/" + ENGINE_VERSION + " (linux)");
  }
}

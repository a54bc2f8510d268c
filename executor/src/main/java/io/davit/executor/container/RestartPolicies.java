package io.davit.executor.container;

import io.davit.api.ContainerCreate.HostConfig;
import io.davit.api.ContainerCreate.RestartPolicy;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;

/// A container's restart policy, with Docker's default.
final class RestartPolicies {
  private static final RestartPolicy NO = new RestartPolicy("no", 0);

  private RestartPolicies() {}

  static RestartPolicy of(HostConfig host) {
    RestartPolicy policy = host.restartPolicy();
    return policy == null || Given.text(policy.name()).isEmpty() ? NO : policy;
  }

  static void check(HostConfig host) {
    String name = Given.text(of(host).name());
    switch (name) {
      case "no", "always", "unless-stopped", "on-failure" -> {}
      default ->
          throw new InvalidInput(
              "invalid restart policy: unknown policy '" + name + "'",
              new Resource("option", "restart"),
              "use one of no, always, on-failure, unless-stopped");
    }
    if (!name.equals("no") && Given.flag(host.autoRemove())) {
      throw new InvalidInput(
          "can't create 'AutoRemove' container with restart policy",
          new Resource("option", "restart"),
          "choose one of the two");
    }
  }
}

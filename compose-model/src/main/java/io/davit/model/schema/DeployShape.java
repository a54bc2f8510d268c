package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;
import static io.davit.model.schema.ObjectShape.required;

import io.davit.model.schema.Mappings.Lone;
import io.davit.model.schema.Sequences.Rule;

/// `deploy` (compose-spec deploy.md): what a cluster needs to know of a service, and limits that
/// hold on one machine, too.
final class DeployShape {
  private static final Shape STRING = Scalars.string();
  private static final Shape COUNT = Scalars.integer(0, Long.MAX_VALUE);

  private DeployShape() {}

  static Shape shape() {
    return ObjectShape.of(
        optional("mode", Scalars.oneOf("replicated", "global", "replicated-job", "global-job"))
            .withoutEffect("a service has as many containers as \"replicas\" says"),
        optional("replicas", Scalars.integer(0, 10_000)).always(),
        optional("labels", Mappings.keyValues(Lone.EMPTY))
            .withoutEffect("containers have the labels of the service itself"),
        optional("update_config", update("continue", "rollback", "pause"))
            .always()
            .withoutEffect("containers are recreated one after the other"),
        optional("rollback_config", update("continue", "pause"))
            .always()
            .withoutEffect("nothing is rolled back"),
        optional("resources", resources()),
        optional(
                "restart_policy",
                ObjectShape.of(
                    optional(
                        "condition",
                        Scalars.oneOf(
                            "none", "on-failure", "any", "no", "always", "unless-stopped")),
                    optional("delay", Scalars.duration()),
                    optional("max_attempts", COUNT).always(),
                    optional("window", Scalars.duration())))
            .always(),
        optional("placement", placement()).withoutEffect("there is one machine"),
        optional("endpoint_mode", Scalars.oneOf("vip", "dnsrr"))
            .withoutEffect("a name has the addresses of all containers"));
  }

  private static ObjectShape update(String... failureActions) {
    Shape pause = Scalars.silentAt("0s", Scalars.duration());
    return ObjectShape.of(
        optional("parallelism", COUNT).always(),
        optional("delay", pause),
        optional("failure_action", Scalars.oneOf(failureActions)),
        optional("monitor", pause),
        optional("max_failure_ratio", Scalars.ratio()),
        optional("order", Scalars.oneOf("start-first", "stop-first")));
  }

  private static ObjectShape resources() {
    Shape discrete =
        ObjectShape.of(required("kind", STRING).always(), required("value", COUNT).always());
    return ObjectShape.of(
        optional(
                "limits",
                ObjectShape.of(
                    optional("cpus", Scalars.decimal()),
                    optional("memory", Scalars.bytes()),
                    optional("pids", Scalars.integer(-1, Integer.MAX_VALUE))))
            .always(),
        optional(
                "reservations",
                ObjectShape.of(
                    optional("cpus", Scalars.decimal()).withoutEffect("no CPU is set aside"),
                    optional("memory", Scalars.bytes()),
                    optional("devices", DeviceShapes.requests())
                        .notYet("remove it: devices are not assigned so far"),
                    optional(
                            "generic_resources",
                            Sequences.list(
                                ObjectShape.of(required("discrete_resource_spec", discrete)),
                                Rule.APPEND))
                        .withoutEffect("nothing is set aside")))
            .always());
  }

  private static ObjectShape placement() {
    return ObjectShape.of(
        optional("constraints", Sequences.list(STRING, Rule.APPEND)),
        optional(
            "preferences", Sequences.list(ObjectShape.of(required("spread", STRING)), Rule.APPEND)),
        optional("max_replicas_per_node", COUNT));
  }
}

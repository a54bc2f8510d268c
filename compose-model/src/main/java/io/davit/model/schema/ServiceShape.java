package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;
import static io.davit.model.schema.ObjectShape.refused;

import io.davit.model.schema.Mappings.Lone;
import io.davit.model.schema.ObjectShape.Attribute;
import io.davit.model.schema.Sequences.Rule;
import java.util.ArrayList;
import java.util.List;

/// Every attribute of a service (compose-spec 05-services.md), in the order in which Docker Compose
/// writes them.
final class ServiceShape {
  private static final String REMOVE = "remove it for now";
  private static final Shape STRING = Scalars.string();
  private static final Shape STRINGS = Sequences.list(STRING, Rule.DISTINCT);
  private static final Shape MICROS = Scalars.integer(0, Long.MAX_VALUE);

  private ServiceShape() {}

  static ObjectShape shape() {
    List<Attribute> all = new ArrayList<>();
    all.addAll(profilesToContainerName());
    all.addAll(dependsOnToHealthcheck());
    all.addAll(imageToNetworks());
    all.addAll(oomToHooks());
    return ObjectShape.of(all.toArray(Attribute[]::new));
  }

  private static List<Attribute> profilesToContainerName() {
    return List.of(
        optional("profiles", STRINGS),
        refused("annotations", "use \"labels\""),
        refused("attach", REMOVE),
        optional("build", BuildShape.shape())
            .always()
            .beside(
                "image",
                new Support.WithoutEffect("the image is used, not built"),
                new Support.NotYet("build the image with another tool and name it with \"image\"")),
        optional("develop", DevelopShape.shape()).always().withoutEffect("files are not watched"),
        optional("blkio_config", DeviceShapes.blockIo())
            .always()
            .withoutEffect("block devices are used as fast as they can"),
        optional("cap_add", ServiceParts.capabilities()),
        optional("cap_drop", ServiceParts.capabilities()),
        refused("cgroup_parent", REMOVE),
        refused("cgroup", REMOVE),
        refused("cpu_count", "use \"cpus\""),
        refused("cpu_percent", "use \"cpus\""),
        optional("cpu_period", MICROS),
        optional("cpu_quota", Scalars.integer(-1, Long.MAX_VALUE)),
        refused("cpu_rt_period", REMOVE),
        refused("cpu_rt_runtime", REMOVE),
        optional("cpus", Scalars.decimal()),
        optional("cpuset", Scalars.stringOrNumber()),
        optional("cpu_shares", MICROS),
        optional("command", Commands.shape()).always(),
        optional("configs", ServiceParts.grants("/", false)),
        optional("container_name", Scalars.parsed(STRING, Texts::containerName)),
        optional("credential_spec", FileResourceShapes.credentialSpec())
            .always()
            .withoutEffect("it is for Windows"));
  }

  private static List<Attribute> dependsOnToHealthcheck() {
    return List.of(
        optional("depends_on", ServiceParts.dependsOn()),
        optional("deploy", DeployShape.shape()).always(),
        refused("device_cgroup_rules", REMOVE),
        optional("devices", DeviceShapes.devices()).notYet(REMOVE),
        optional("dns", Sequences.stringOrList(STRING, Rule.DISTINCT)),
        optional("dns_opt", STRINGS),
        optional("dns_search", Sequences.stringOrList(STRING, Rule.DISTINCT)),
        optional("domainname", Scalars.parsed(STRING, Texts::host)),
        optional("entrypoint", Commands.shape()).always(),
        optional("provider", ProviderShape.shape())
            .notYet("declare what it provides as a service with an image"),
        optional("environment", Mappings.keyValues(Lone.PASSED_THROUGH)),
        optional("env_file", ServiceParts.envFile()),
        optional("expose", Sequences.list(Exposed.shape(), Rule.DISTINCT)),
        optional("extends", ServiceParts.extension()),
        refused("external_links", "connect both projects to an external network"),
        optional("extra_hosts", ServiceParts.extraHosts()),
        optional("group_add", Sequences.list(Scalars.stringOrNumber(), Rule.APPEND)),
        optional("gpus", DeviceShapes.gpus()).notYet(REMOVE),
        optional("hostname", Scalars.parsed(STRING, Texts::host)),
        optional("healthcheck", ServiceParts.healthcheck()).always());
  }

  private static List<Attribute> imageToNetworks() {
    return List.of(
        optional("image", Scalars.parsed(STRING, ServiceShape::image)),
        optional("init", Scalars.bool()).always(),
        refused("ipc", REMOVE),
        refused("isolation", "remove it: it is for Windows"),
        optional("labels", Mappings.keyValues(Lone.EMPTY)),
        refused("label_file", "write the labels with \"labels\""),
        refused("links", "remove it: services of a network find each other by name"),
        optional("logging", ServiceParts.logging()),
        optional("mem_limit", Scalars.bytes()),
        optional("mem_reservation", Scalars.bytes()),
        optional("memswap_limit", Scalars.bytes()),
        refused("mem_swappiness", REMOVE),
        refused("mac_address", "write it below the network: networks.NAME.mac_address"),
        optional("models", ModelShapes.given())
            .notYet("run the model as a service, and name its address in \"environment\""),
        optional(
            "network_mode",
            new Limited(Scalars.parsed(STRING, Texts::networkMode), Texts::networkModeSupport)),
        optional("networks", ServiceParts.networks()));
  }

  private static List<Attribute> oomToHooks() {
    return List.of(
        refused("oom_kill_disable", REMOVE),
        optional("oom_score_adj", Scalars.integer(-1000, 1000)),
        refused("pid", REMOVE),
        optional("pids_limit", Scalars.integer(-1, Integer.MAX_VALUE)),
        refused("platform", "remove it: images are of this machine's platform"),
        optional("ports", Ports.shape()),
        optional("privileged", Scalars.bool()),
        optional(
            "pull_policy",
            new Limited(Scalars.parsed(STRING, Texts::pullPolicy), Texts::pullPolicySupport)),
        optional("read_only", Scalars.bool()),
        optional("restart", Scalars.parsed(STRING, Texts::restart)),
        refused("runtime", "remove it: there is one runtime"),
        optional("scale", Scalars.integer(0, 10_000)).always(),
        optional("secrets", ServiceParts.grants("/run/secrets/", true)),
        optional(
            "security_opt",
            Sequences.list(
                new Limited(
                    Scalars.parsed(STRING, Texts::securityOption), Texts::securityOptionSupport),
                Rule.APPEND)),
        optional("shm_size", Scalars.bytes()),
        optional("stdin_open", Scalars.bool()),
        optional("stop_grace_period", Scalars.duration()),
        optional("stop_signal", Scalars.parsed(Scalars.stringOrNumber(), Texts::signal)),
        refused("storage_opt", REMOVE),
        optional("sysctls", Mappings.keyValues(Lone.EMPTY)),
        optional("tmpfs", Sequences.stringOrList(Tmpfs.shape(), Rule.DISTINCT)),
        optional("tty", Scalars.bool()),
        optional("ulimits", ServiceParts.ulimits()),
        refused("use_api_socket", REMOVE),
        optional("user", STRING),
        refused("userns_mode", REMOVE),
        refused("uts", REMOVE),
        refused("volume_driver", "name the driver below \"volumes\""),
        optional("volumes", Mounts.shape()),
        refused("volumes_from", "name the volumes with \"volumes\" in both services"),
        optional("working_dir", STRING),
        optional("pre_start", HookShapes.allBefore())
            .notYet("make it a service, and depend on it: service_completed_successfully"),
        optional("post_start", HookShapes.allInside()).notYet("run it with davit exec"),
        optional("pre_stop", HookShapes.allInside()).notYet("run it with davit exec"));
  }

  static String image(String text) {
    if (text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)) {
      throw new Malformed(
          "must be an image's name, not \"%s\"".formatted(text), "write NAME:TAG or NAME@DIGEST");
    }
    return text;
  }
}

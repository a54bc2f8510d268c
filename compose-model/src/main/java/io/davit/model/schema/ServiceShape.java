package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;

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
  private static final String NO_REAL_TIME = "its threads run as all others do";
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
        optional("annotations", Mappings.keyValues(Lone.EMPTY))
            .withoutEffect("no runtime beside Davit reads them"),
        optional("attach", Scalars.bool()).always(),
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
        optional("cgroup_parent", STRING)
            .withoutEffect("a container's group lies below Davit's own"),
        optional("cgroup", Namespaces.cgroup()),
        optional("cpu_count", Scalars.integer(0, Integer.MAX_VALUE))
            .withoutEffect("it is a limit of Windows; \"cpus\" limits here"),
        optional("cpu_percent", Hardware.percent())
            .withoutEffect("it is a limit of Windows; \"cpus\" limits here"),
        optional("cpu_period", MICROS),
        optional("cpu_quota", Scalars.integer(-1, Long.MAX_VALUE)),
        optional("cpu_rt_period", Hardware.micros()).withoutEffect(NO_REAL_TIME),
        optional("cpu_rt_runtime", Hardware.micros()).withoutEffect(NO_REAL_TIME),
        optional("cpus", Scalars.decimal()),
        optional("cpuset", Scalars.stringOrNumber()),
        optional("cpu_shares", MICROS),
        optional("command", Commands.shape()).always(),
        optional("configs", ServiceParts.grants("/", false)),
        optional("container_name", new Limited(STRING, Texts::containerNameSupport)),
        optional("credential_spec", FileResourceShapes.credentialSpec())
            .always()
            .withoutEffect("it is for Windows"));
  }

  private static List<Attribute> dependsOnToHealthcheck() {
    return List.of(
        optional("depends_on", ServiceParts.dependsOn()),
        optional("deploy", DeployShape.shape()).always(),
        optional("device_cgroup_rules", Sequences.list(Hardware.deviceRule(), Rule.APPEND)),
        optional("devices", DeviceShapes.devices()),
        optional("dns", Sequences.stringOrList(STRING, Rule.DISTINCT)),
        optional("dns_opt", STRINGS),
        optional("dns_search", Sequences.textOrList(STRING, Rule.DISTINCT)),
        optional("domainname", Scalars.parsed(STRING, Texts::host)),
        optional("entrypoint", Commands.shape()).always(),
        optional("provider", ProviderShape.shape())
            .notYet("declare what it provides as a service with an image"),
        optional("environment", Mappings.keyValues(Lone.PASSED_THROUGH)),
        optional("env_file", ServiceParts.envFile()),
        optional("expose", Sequences.list(Exposed.shape(), Rule.DISTINCT)),
        optional("extends", ServiceParts.extension()),
        optional("external_links", Links.external()),
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
        optional("ipc", Namespaces.ipc()),
        optional("isolation", Hardware.isolation()),
        optional("labels", Mappings.keyValues(Lone.EMPTY)),
        optional("label_file", Sequences.stringOrList(STRING, Rule.DISTINCT)),
        optional("links", Links.links()),
        optional("logging", ServiceParts.logging()),
        optional("mem_limit", Scalars.bytes()),
        optional("mem_reservation", Scalars.bytes()),
        optional("memswap_limit", Scalars.bytes()),
        optional("mem_swappiness", Hardware.swappiness())
            .withoutEffect("the machine's own vm.swappiness holds"),
        optional("mac_address", Texts.mac()),
        optional("models", ModelShapes.given())
            .notYet("run the model as a service, and name its address in \"environment\""),
        optional("network_mode", Namespaces.network()),
        optional("networks", ServiceParts.networks()));
  }

  private static List<Attribute> oomToHooks() {
    return List.of(
        optional("oom_kill_disable", Scalars.bool())
            .withoutEffect(
                "version 2 of control groups knows no such thing; \"oom_score_adj\" makes it unlikely"),
        optional("oom_score_adj", Scalars.integer(-1000, 1000)),
        optional("pid", Namespaces.pid()),
        optional("pids_limit", Scalars.integer(-1, Integer.MAX_VALUE)),
        optional("platform", Hardware.platform()),
        optional("ports", Ports.shape()),
        optional("privileged", Scalars.bool()),
        optional(
            "pull_policy",
            new Limited(Scalars.parsed(STRING, Texts::pullPolicy), Texts::pullPolicySupport)),
        optional("pull_refresh_after", Scalars.duration())
            .withoutEffect("an image is pulled when it is missing"),
        optional("read_only", Scalars.bool()),
        optional("restart", Scalars.parsed(STRING, Texts::restart)),
        optional("runtime", Hardware.runtime()),
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
        optional("storage_opt", Mappings.map(Scalars.stringOrNumber(), Mappings.Entries.REPLACED))
            .withoutEffect("what a container writes is limited by the disk alone"),
        optional("sysctls", Mappings.keyValues(Lone.EMPTY)),
        optional("tmpfs", Sequences.textOrList(Tmpfs.shape(), Rule.keyedText(Tmpfs::key))),
        optional("tty", Scalars.bool()),
        optional("ulimits", ServiceParts.ulimits()),
        optional("use_api_socket", Scalars.bool())
            .notYet(
                "mount the engine's socket: volumes: [/run/davit/davit.sock:/var/run/docker.sock]"),
        optional("user", STRING),
        optional("userns_mode", Namespaces.user()),
        optional("uts", Namespaces.uts()),
        optional("volume_driver", STRING)
            .withoutEffect("a volume has the driver that it declares itself"),
        optional("volumes", Mounts.shape()),
        optional("volumes_from", Links.volumesFrom()),
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

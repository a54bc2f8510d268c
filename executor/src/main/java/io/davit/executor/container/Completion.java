package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.HostConfig;
import io.davit.api.ContainerCreate.LogConfig;
import io.davit.api.ContainerCreate.RestartPolicy;
import io.davit.api.Json;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What neither a create body nor its image says, as an inspection shows it.
final class Completion {
  private static final String PRIVATE = "private";
  private static final RestartPolicy NO_RESTART = new RestartPolicy("no", null);
  private static final LogConfig LOGGED = new LogConfig(LogOptions.DRIVER, Map.of());
  private static final HostConfig NOTHING_GIVEN = Json.gson().fromJson("{}", HostConfig.class);

  private Completion() {}

  /// The configuration that is recorded. Its networking part goes into the record's endpoints.
  static ContainerCreate of(ContainerCreate merged, String id) {
    HostConfig given = Objects.requireNonNullElse(merged.hostConfig(), NOTHING_GIVEN);
    String mode = EndpointPlan.mode(given);
    return new ContainerCreate(
        hostname(merged, mode, id),
        merged.domainname(),
        merged.user(),
        merged.tty(),
        merged.openStdin(),
        merged.stdinOnce(),
        merged.attachStdin(),
        merged.attachStdout(),
        merged.attachStderr(),
        merged.env(),
        merged.cmd(),
        merged.entrypoint(),
        merged.image(),
        merged.workingDir(),
        Given.members(merged.volumes()),
        Given.members(merged.exposedPorts()),
        Given.members(merged.labels()),
        merged.stopSignal(),
        merged.stopTimeout(),
        merged.healthcheck(),
        merged.shell(),
        host(given, mode),
        null);
  }

  private static String hostname(ContainerCreate merged, String mode, String id) {
    String given = Given.text(merged.hostname());
    if (!given.isEmpty()) {
      return given;
    }
    return mode.equals(NetworkShelf.HOST) ? HostNames.own() : Ids.shortened(id);
  }

  private static HostConfig host(HostConfig given, String mode) {
    return new HostConfig(
        given.binds(),
        given.mounts(),
        Given.members(given.tmpfs()),
        mode,
        Given.members(given.portBindings()),
        given.publishAllPorts(),
        Objects.requireNonNullElse(given.restartPolicy(), NO_RESTART),
        given.autoRemove(),
        given.capAdd(),
        given.capDrop(),
        given.privileged(),
        given.readonlyRootfs(),
        given.securityOpt(),
        Given.members(given.sysctls()),
        given.ulimits(),
        given.groupAdd(),
        given.extraHosts(),
        given.dns(),
        given.dnsSearch(),
        given.dnsOptions(),
        given.init(),
        Objects.requireNonNullElse(given.shmSize(), LaunchPlan.SHM_BYTES),
        given.memory(),
        given.memorySwap(),
        given.memoryReservation(),
        given.nanoCpus(),
        given.cpuShares(),
        given.cpuQuota(),
        given.cpuPeriod(),
        given.cpusetCpus(),
        given.cpusetMems(),
        given.pidsLimit(),
        given.oomScoreAdj(),
        given.devices(),
        log(given.logConfig()),
        given.maskedPaths(),
        given.readonlyPaths(),
        Objects.requireNonNullElse(given.ipcMode(), PRIVATE),
        Objects.requireNonNullElse(given.pidMode(), ""),
        given.utsMode(),
        Objects.requireNonNullElse(given.cgroupnsMode(), PRIVATE),
        given.deviceCgroupRules());
  }

  private static LogConfig log(@Nullable LogConfig given) {
    return given == null ? LOGGED : new LogConfig(given.type(), Given.members(given.config()));
  }
}

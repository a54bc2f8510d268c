package io.davit.api;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Body of `POST /containers/create`: Docker's ContainerConfig with HostConfig and
/// NetworkingConfig. Also what `GET /containers/ID/json` shows as `Config` and `HostConfig`.
public record ContainerCreate(
    @Nullable String hostname,
    @Nullable String domainname,
    @Nullable String user,
    @Nullable Boolean tty,
    @Nullable Boolean openStdin,
    @Nullable Boolean stdinOnce,
    @Nullable Boolean attachStdin,
    @Nullable Boolean attachStdout,
    @Nullable Boolean attachStderr,
    @Nullable List<String> env,
    @Nullable List<String> cmd,
    @Nullable List<String> entrypoint,
    @Nullable String image,
    @Nullable String workingDir,
    @Nullable Map<String, Map<String, String>> volumes,
    @Nullable Map<String, Map<String, String>> exposedPorts,
    @Nullable Map<String, String> labels,
    @Nullable String stopSignal,
    @Nullable Integer stopTimeout,
    @Nullable Healthcheck healthcheck,
    @Nullable List<String> shell,
    @Nullable HostConfig hostConfig,
    @Nullable NetworkingConfig networkingConfig) {
  /// Durations in nanoseconds. `Test` is empty to inherit, or begins with NONE, CMD or CMD-SHELL.
  public record Healthcheck(
      @Nullable List<String> test,
      @Nullable Long interval,
      @Nullable Long timeout,
      @Nullable Long startPeriod,
      @Nullable Long startInterval,
      @Nullable Integer retries) {}

  /// The part that depends on the host. `Binds` is `source:target[:options]`; `Mounts` says the
  /// same in full.
  public record HostConfig(
      @Nullable List<String> binds,
      @Nullable List<Mount> mounts,
      @Nullable Map<String, String> tmpfs,
      @Nullable String networkMode,
      @Nullable Map<String, List<PortBinding>> portBindings,
      @Nullable Boolean publishAllPorts,
      @Nullable RestartPolicy restartPolicy,
      @Nullable Boolean autoRemove,
      @Nullable List<String> capAdd,
      @Nullable List<String> capDrop,
      @Nullable Boolean privileged,
      @Nullable Boolean readonlyRootfs,
      @Nullable List<String> securityOpt,
      @Nullable Map<String, String> sysctls,
      @Nullable List<Ulimit> ulimits,
      @Nullable List<String> groupAdd,
      @Nullable List<String> extraHosts,
      @Nullable List<String> dns,
      @Nullable List<String> dnsSearch,
      @Nullable List<String> dnsOptions,
      @Nullable Boolean init,
      @Nullable Long shmSize,
      @Nullable Long memory,
      @Nullable Long memorySwap,
      @Nullable Long memoryReservation,
      @Nullable Long nanoCpus,
      @Nullable Long cpuShares,
      @Nullable Long cpuQuota,
      @Nullable Long cpuPeriod,
      @Nullable String cpusetCpus,
      @Nullable String cpusetMems,
      @Nullable Long pidsLimit,
      @Nullable Integer oomScoreAdj,
      @Nullable List<Device> devices,
      @Nullable LogConfig logConfig,
      @Nullable List<String> maskedPaths,
      @Nullable List<String> readonlyPaths,
      @Nullable String ipcMode,
      @Nullable String pidMode,
      @SerializedName("UTSMode") @Nullable String utsMode,
      @Nullable String cgroupnsMode,
      @Nullable List<String> deviceCgroupRules) {}

  /// `Type` is bind, volume or tmpfs; Davit adds `file`: content that the engine writes, with owner
  /// and mode (configs and secrets).
  public record Mount(
      @Nullable String type,
      @Nullable String source,
      @Nullable String target,
      @Nullable Boolean readOnly,
      @Nullable BindOptions bindOptions,
      @Nullable VolumeOptions volumeOptions,
      @Nullable TmpfsOptions tmpfsOptions,
      @Nullable FileOptions fileOptions) {}

  public record BindOptions(
      @Nullable String propagation,
      @Nullable Boolean nonRecursive,
      @Nullable Boolean createMountpoint) {}

  public record VolumeOptions(
      @Nullable Boolean noCopy, @Nullable Map<String, String> labels, @Nullable String subpath) {}

  public record TmpfsOptions(
      @Nullable Long sizeBytes,
      @Nullable Integer mode,
      @Nullable Integer uid,
      @Nullable Integer gid) {}

  /// A file that the engine writes into its run directory and binds read-only: its content, or the
  /// content of the mount's `Source` when absent.
  public record FileOptions(
      @Nullable String content,
      @Nullable Integer uid,
      @Nullable Integer gid,
      @Nullable Integer mode) {}

  public record PortBinding(@Nullable String hostIp, @Nullable String hostPort) {}

  /// `Name` is no, always, on-failure or unless-stopped.
  public record RestartPolicy(@Nullable String name, @Nullable Integer maximumRetryCount) {}

  public record Ulimit(@Nullable String name, @Nullable Long soft, @Nullable Long hard) {}

  public record Device(
      @Nullable String pathOnHost,
      @Nullable String pathInContainer,
      @Nullable String cgroupPermissions) {}

  public record LogConfig(@Nullable String type, @Nullable Map<String, String> config) {}

  public record NetworkingConfig(@Nullable Map<String, EndpointSettings> endpointsConfig) {}

  /// Also an element of `NetworkSettings.Networks`, with what the engine adds.
  public record EndpointSettings(
      @SerializedName("IPAMConfig") @Nullable IpamConfig ipamConfig,
      @Nullable List<String> aliases,
      @Nullable List<String> links,
      @Nullable String macAddress,
      @Nullable Map<String, String> driverOpts,
      @Nullable Integer gwPriority,
      @SerializedName("NetworkID") @Nullable String networkId,
      @SerializedName("EndpointID") @Nullable String endpointId,
      @Nullable String gateway,
      @SerializedName("IPAddress") @Nullable String ipAddress,
      @SerializedName("IPPrefixLen") @Nullable Integer ipPrefixLen,
      @SerializedName("DNSNames") @Nullable List<String> dnsNames) {}

  public record IpamConfig(@SerializedName("IPv4Address") @Nullable String ipv4Address) {}
}

package io.davit.api;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Body of `GET /containers/ID/json`. Times are RFC 3339 with nanoseconds.
public record ContainerInspect(
    String id,
    String created,
    String path,
    List<String> args,
    State state,
    String image,
    String resolvConfPath,
    String hostnamePath,
    String hostsPath,
    String logPath,
    String name,
    int restartCount,
    String driver,
    String platform,
    ContainerCreate.HostConfig hostConfig,
    List<ContainerSummary.MountPoint> mounts,
    ContainerCreate config,
    NetworkSettings networkSettings) {
  public record State(
      String status,
      boolean running,
      boolean paused,
      boolean restarting,
      @SerializedName("OOMKilled") boolean oomKilled,
      boolean dead,
      int pid,
      int exitCode,
      String error,
      String startedAt,
      String finishedAt,
      @Nullable Health health) {}

  /// `Status` is starting, healthy or unhealthy.
  public record Health(String status, int failingStreak, List<Probe> log) {}

  public record Probe(String start, String end, int exitCode, String output) {}

  public record NetworkSettings(
      @SerializedName("SandboxID") String sandboxId,
      String sandboxKey,
      Map<String, List<ContainerCreate.PortBinding>> ports,
      Map<String, ContainerCreate.EndpointSettings> networks,
      @SerializedName("IPAddress") String ipAddress,
      String gateway) {}
}

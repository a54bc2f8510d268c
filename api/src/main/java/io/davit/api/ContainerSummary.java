package io.davit.api;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An element of `GET /containers/json`.
///
/// @param created seconds since 1970
/// @param state created, running, paused, restarting, removing, exited or dead
/// @param status for a person: `Up 3 seconds (healthy)`
/// @param health Davit's addition: starting, healthy, unhealthy, or absent without a health check
/// @param exitCode Davit's addition: of an exited container
public record ContainerSummary(
    String id,
    List<String> names,
    String image,
    @SerializedName("ImageID") String imageId,
    String command,
    long created,
    List<Port> ports,
    Map<String, String> labels,
    String state,
    String status,
    @Nullable String health,
    @Nullable Integer exitCode,
    HostConfig hostConfig,
    NetworkSettings networkSettings,
    List<MountPoint> mounts) {
  public record Port(
      @SerializedName("IP") @Nullable String ip,
      int privatePort,
      @Nullable Integer publicPort,
      String type) {}

  public record HostConfig(String networkMode) {}

  public record NetworkSettings(Map<String, ContainerCreate.EndpointSettings> networks) {}

  /// Also an element of `Mounts` of a container's inspection.
  public record MountPoint(
      String type,
      @Nullable String name,
      String source,
      String destination,
      @Nullable String driver,
      String mode,
      @SerializedName("RW") boolean rw,
      String propagation) {}
}

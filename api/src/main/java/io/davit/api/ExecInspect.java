package io.davit.api;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Body of `GET /exec/ID/json`.
///
/// @param exitCode absent while it runs
public record ExecInspect(
    @SerializedName("ID") String id,
    boolean running,
    @Nullable Integer exitCode,
    ProcessConfig processConfig,
    boolean openStdin,
    boolean openStdout,
    boolean openStderr,
    @SerializedName("ContainerID") String containerId,
    int pid) {
  public record ProcessConfig(
      @SerializedName("tty") boolean tty,
      @SerializedName("entrypoint") String entrypoint,
      @SerializedName("arguments") List<String> arguments,
      @SerializedName("privileged") boolean privileged,
      @SerializedName("user") String user) {}
}

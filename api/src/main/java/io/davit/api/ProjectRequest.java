package io.davit.api;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Body of `POST /projects/NAME/OPERATION` (docs/api.md). What is absent is its flag's default.
///
/// @param model the project in its canonical form; absent: the one that the engine keeps, or, when
///   it keeps none, what the containers' labels tell
/// @param services the selected ones; empty: all
public record ProjectRequest(
    @Nullable JsonObject model, @Nullable List<String> services, @Nullable Options options) {
  /// Flags of all operations; each operation reads its own.
  ///
  /// @param scale replicas by service; what is absent keeps the model's
  /// @param timeoutSeconds grace period of stops
  /// @param pull always, missing, never or build
  public record Options(
      @Nullable Boolean forceRecreate,
      @Nullable Boolean noRecreate,
      @Nullable Boolean alwaysRecreateDeps,
      @Nullable Boolean renewAnonVolumes,
      @Nullable Boolean noDeps,
      @Nullable Boolean noStart,
      @Nullable Boolean removeOrphans,
      @Nullable Boolean ignoreOrphans,
      @Nullable Boolean removeVolumes,
      @Nullable String removeImages,
      @Nullable Boolean waitHealthy,
      @Nullable Integer waitTimeoutSeconds,
      @Nullable Integer timeoutSeconds,
      @Nullable String signal,
      @Nullable String pull,
      @Nullable Map<String, Integer> scale,
      @Nullable Boolean stop,
      @Nullable Boolean yes,
      @Nullable Boolean dryRun,
      @Nullable Boolean trace,
      @Nullable Run run) {}

  /// Of `run` alone: what differs from the service's declaration.
  public record Run(
      @Nullable String name,
      @Nullable List<String> command,
      @Nullable String entrypoint,
      @Nullable List<String> env,
      @Nullable List<String> labels,
      @Nullable List<String> volumes,
      @Nullable List<String> publish,
      @Nullable Boolean servicePorts,
      @Nullable Boolean useAliases,
      @Nullable String user,
      @Nullable String workingDir,
      @Nullable List<String> capAdd,
      @Nullable List<String> capDrop,
      @Nullable Boolean tty,
      @Nullable Boolean interactive,
      @Nullable Boolean autoRemove) {}
}

package io.davit.api;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Body of `POST /projects/NAME/OPERATION` (docs/api.md). What is absent is its flag's default.
///
/// @param model the project in its canonical form; absent: the one that the engine keeps, or, when
///   it keeps none, what the containers' labels tell
/// @param files instead of a model: the engine is to read it
/// @param services the selected ones; empty: all
public record ProjectRequest(
    @Nullable JsonObject model,
    @Nullable Files files,
    @Nullable List<String> services,
    @Nullable Options options) {
  /// What to read a project's compose files with, as the command line's flags and variables say it.
  ///
  /// @param view which files the client sees, as [#ownView()] tells it: the engine must see the
  ///   same
  /// @param workingDirectory absolute
  /// @param environment of the client
  /// @param names of compose files; empty: they are looked for
  public record Files(
      @Nullable String view,
      @Nullable String workingDirectory,
      @Nullable Map<String, String> environment,
      @Nullable List<String> names,
      @Nullable String projectDirectory,
      @Nullable String projectName,
      @Nullable List<String> envFiles,
      @Nullable List<String> profiles,
      @Nullable Boolean allResources,
      @Nullable Boolean compatibility) {
    /// Names the tree of files that this process sees: its mount namespace and its root.
    ///
    /// @throws IOException where /proc is not mounted
    public static String ownView() throws IOException {
      Path root = Path.of("/");
      return java.nio.file.Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"))
          + " "
          + java.nio.file.Files.getAttribute(root, "unix:dev")
          + " "
          + java.nio.file.Files.getAttribute(root, "unix:ino");
    }
  }

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

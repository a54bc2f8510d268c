package io.davit.runtime;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that makes a container a process. No image, no network, no compose word.
///
/// @param id 64 hexadecimal digits
/// @param root the file systems to stack, the one at `/` first
/// @param namespaces which ones are its own
/// @param mounts in the order of the caller; the runtime sorts them by depth of target, stably
/// @param sysctls by name, `net.core.somaxconn`
/// @param security what its processes may do
/// @param init whether a reaping first process is put before the command
/// @param logs where its output is kept
public record ContainerSpec(
    String id,
    List<OverlayRoot> root,
    boolean readOnlyRoot,
    ProcessSpec process,
    Namespaces namespaces,
    List<MountSpec> mounts,
    List<DeviceSpec> devices,
    Map<String, String> sysctls,
    Security security,
    Resources resources,
    boolean init,
    LogSpec logs) {
  public ContainerSpec {
    root = List.copyOf(root);
    mounts = List.copyOf(mounts);
    devices = List.copyOf(devices);
    sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
  }

  /// One overlay mount: an image is one at `/`; `davit/host` adds further ones (`/usr`).
  ///
  /// @param target inside the container
  /// @param lower layers that nobody changes, the topmost first
  /// @param upper takes the writes; made by the runtime if absent, on the same file system as
  ///   `work`
  public record OverlayRoot(Path target, List<Path> lower, Path upper, Path work) {
    public OverlayRoot {
      lower = List.copyOf(lower);
    }
  }

  /// Whose a namespace is.
  public sealed interface Whose {
    record Own() implements Whose {}

    record Host() implements Whose {}

    /// @param id of one that runs
    record Container(String id) implements Whose {}
  }

  /// @param network a pinned network namespace to join, or empty for the host's
  /// @param pid whose process ids it has
  /// @param ipc whose System V IPC and message queues; a container's with what is at its /dev/shm
  /// @param uts whether it has names of its own; likewise the view of cgroups
  /// @param hostname set when `uts` is its own
  public record Namespaces(
      Optional<Path> network,
      Whose pid,
      Whose ipc,
      boolean uts,
      boolean cgroup,
      String hostname,
      String domainname) {}

  /// @param driver `json-file` or `local`: both mean Davit's own files; `none`
  /// @param directory where its log files live
  /// @param maxBytes a file is rotated when it is larger
  /// @param maxFiles how many are kept, the current one included
  public record LogSpec(String driver, Path directory, long maxBytes, int maxFiles) {}
}

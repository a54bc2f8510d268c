package io.davit.runtime.compile;

import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.LogSpec;
import io.davit.runtime.ContainerSpec.Namespaces;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import io.davit.runtime.ContainerSpec.Whose;
import io.davit.runtime.DeviceSpec;
import io.davit.runtime.MountSpec;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.ProcessSpec.Ulimit;
import io.davit.runtime.Resources;
import io.davit.runtime.Security;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A container spec, Docker's defaults until something else is set. Each test says what it is
/// about, and nothing else.
final class Specs {
  String id = "0123456789abcdef".repeat(4);
  List<OverlayRoot> root;
  boolean readOnlyRoot;
  List<String> command = List.of("true");
  List<String> environment = List.of("PATH=/bin:/usr/bin");
  String workingDirectory = "/";
  String user = "";
  List<String> groups = List.of();
  boolean terminal;
  List<Ulimit> ulimits = List.of();
  int oomScoreAdj;
  Optional<Path> network = Optional.empty();
  boolean ownNamespaces = true;

  /// Ids of containers whose namespaces it joins.
  Optional<String> pidOf = Optional.empty();

  Optional<String> ipcOf = Optional.empty();
  List<MountSpec> mounts =
      List.of(new MountSpec.Tmpfs("/dev/shm", Optional.of(64L << 20), 01777, 0, 0, false, true));
  List<DeviceSpec> devices = List.of();
  Map<String, String> sysctls = new LinkedHashMap<>();
  Set<String> capabilities = Defaults.CAPABILITIES;
  boolean privileged;
  boolean noNewPrivileges;
  Security.Seccomp seccomp = Security.Seccomp.DEFAULT;
  Resources resources = Resources.UNLIMITED;
  boolean init;

  Specs(OverlayRoot root) {
    this.root = List.of(root);
  }

  Specs command(String... words) {
    command = List.of(words);
    return this;
  }

  /// In the container's shell.
  Specs shell(String script) {
    return command("sh", "-c", script);
  }

  Specs mount(MountSpec... further) {
    mounts =
        java.util.stream.Stream.concat(mounts.stream(), java.util.Arrays.stream(further)).toList();
    return this;
  }

  ProcessSpec process() {
    return new ProcessSpec(
        command,
        environment,
        workingDirectory,
        user,
        groups,
        terminal,
        false,
        24,
        80,
        ulimits,
        oomScoreAdj);
  }

  Security security() {
    return new Security(
        privileged ? Capability.names() : capabilities,
        privileged,
        noNewPrivileges,
        seccomp,
        privileged ? List.of() : Defaults.MASKED_PATHS,
        privileged ? List.of() : Defaults.READ_ONLY_PATHS,
        List.of());
  }

  private Whose whose(Optional<String> other) {
    return other
        .<Whose>map(Whose.Container::new)
        .orElseGet(() -> ownNamespaces ? new Whose.Own() : new Whose.Host());
  }

  ContainerSpec build() {
    return new ContainerSpec(
        id,
        root,
        readOnlyRoot,
        process(),
        new Namespaces(
            network, whose(pidOf), whose(ipcOf), ownNamespaces, ownNamespaces, "box", ""),
        mounts,
        devices,
        sysctls,
        security(),
        resources,
        init,
        new LogSpec("none", Path.of("/nowhere"), 1, 1));
  }
}

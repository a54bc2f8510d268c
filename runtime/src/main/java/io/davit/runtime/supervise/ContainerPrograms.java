package io.davit.runtime.supervise;

import io.davit.kernel.process.Pidfd;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.Security;
import io.davit.runtime.cgroup.Cgroup;
import io.davit.runtime.cgroup.DeviceRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Composes what the processes of containers do before their commands, with [KeeperRows]. Safe for
/// concurrent use.
///
/// Failures are those of [io.davit.runtime.ContainerRuntime#start].
public interface ContainerPrograms {
  /// Those that a container can be given, without `CAP_`: none that the engine itself has not.
  Set<String> capabilities();

  /// What a container's cgroup lets it reach.
  List<DeviceRule> devices(ContainerSpec spec);

  /// The program of a container's first process.
  ///
  /// @param supervision given to [KeeperRows] as it is
  /// @param cgroup made already, with its limits set
  /// @param neighbours the first processes, by id, of the containers whose namespaces it joins;
  ///   their descriptors may be passed on
  Launch start(
      ContainerSpec spec, Supervision supervision, Cgroup cgroup, Map<String, Pidfd> neighbours);

  /// The program of a further process.
  ///
  /// @param security of the container
  /// @param first the container's first process, whose namespaces are joined; its descriptor may be
  ///   passed on
  Launch exec(
      ExecSpec exec, Security security, Supervision supervision, Cgroup cgroup, Pidfd first);
}

package io.davit.runtime.cgroup;

import io.davit.problem.KernelRefused;
import io.davit.problem.SystemCall;
import io.davit.runtime.Resources;
import java.util.List;
import java.util.Set;

/// The cgroups of one engine (cgroups(7)). Safe for concurrent use for different containers.
public sealed interface Cgroups permits CgroupsV1, CgroupsV2 {
  /// The kind that this machine has. A hybrid machine, with controllers in version 1, counts as
  /// version 1.
  ///
  /// @param parent the name of this engine's group, `davit-3f2a`
  /// @throws KernelRefused when neither is mounted
  static Cgroups detect(String parent) {
    CgroupMounts mounts = CgroupMounts.read();
    if (mounts.hasVersion1("memory") || mounts.hasVersion1("pids")) {
      return new CgroupsV1(mounts, parent);
    }
    return mounts
        .version2()
        .<Cgroups>map(root -> new CgroupsV2(root, parent))
        .orElseThrow(
            () ->
                new KernelRefused(
                    "no cgroup hierarchy is mounted",
                    new SystemCall("mount", "cgroup2"),
                    "mount one: mount -t cgroup2 none /sys/fs/cgroup"));
  }

  /// Makes a container's group and sets its limits. Nothing stays behind when it fails.
  ///
  /// @param devices what may be reached; see [DeviceRule#all()]
  Cgroup create(String id, Resources resources, List<DeviceRule> devices);

  /// The group of a container, made earlier; its operations fail if there is none.
  Cgroup find(String id);

  /// Whether a container has a group, or a part of one.
  boolean holds(String id);

  /// Ids of all containers that have a group.
  Set<String> present();

  /// Takes the parent group away, when no container has a group any more. Safe to call twice.
  void removeParent();

  /// The controllers of version 1, as `/sys/fs/cgroup` names them; empty for version 2.
  List<String> version1Hierarchies();
}

package io.davit.runtime.cgroup;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.bpf.CgroupDeviceFilter;
import io.davit.kernel.fs.Directory;
import io.davit.problem.Failure;
import io.davit.problem.KernelRefused;
import io.davit.runtime.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// Version 2: one directory for all controllers (the kernel's admin-guide/cgroup-v2.rst).
final class CgroupsV2 implements Cgroups {
  private static final List<String> WANTED = List.of("cpuset", "cpu", "io", "memory", "pids");

  private final Path root;
  private final Path parent;
  private final AtomicBoolean prepared = new AtomicBoolean();

  CgroupsV2(Path root, String parent) {
    this.root = root;
    this.parent = root.resolve(parent);
  }

  @Override
  public Cgroup create(String id, Resources resources, List<DeviceRule> devices) {
    prepare();
    CgroupV2 group = new CgroupV2(parent.resolve(id));
    GroupDirectory.make(group.path());
    try {
      if (!devices.contains(DeviceRule.all())) {
        allow(group.path(), devices);
      }
      group.apply(resources);
    } catch (Failure e) {
      group.remove();
      throw e;
    }
    return group;
  }

  @Override
  public Cgroup find(String id) {
    return new CgroupV2(parent.resolve(id));
  }

  @Override
  public boolean holds(String id) {
    return Files.isDirectory(parent.resolve(id));
  }

  @Override
  public Set<String> present() {
    return GroupDirectory.children(parent);
  }

  @Override
  public void removeParent() {
    prepared.set(false);
    GroupDirectory.removeIfEmpty(parent);
  }

  @Override
  public List<String> version1Hierarchies() {
    return List.of();
  }

  private synchronized void prepare() {
    if (!prepared.get()) {
      enable(root);
      GroupDirectory.make(parent);
      enable(parent);
      prepared.set(true);
    }
  }

  /// A controller reaches a group only if every group above hands it down.
  private static void enable(Path group) {
    List<String> available =
        List.of(ControlFile.read(group.resolve("cgroup.controllers")).split(" ", -1));
    List<String> handedDown =
        List.of(ControlFile.read(group.resolve("cgroup.subtree_control")).split(" ", -1));
    List<String> missing = new ArrayList<>(WANTED);
    missing.retainAll(available);
    missing.removeAll(handedDown);
    for (String controller : missing) {
      ControlFile.write(
          group.resolve("cgroup.subtree_control"),
          "+" + controller,
          "hand the controller \"" + controller + "\" down");
    }
  }

  private static void allow(Path group, List<DeviceRule> devices) {
    try (Fd directory = Directory.open(group).fd()) {
      CgroupDeviceFilter.attach(DeviceProgram.compile(devices), directory);
    } catch (ErrnoException e) {
      throw new KernelRefused(
          "cannot limit the devices of the container",
          Optional.of(e.where()),
          Optional.of("run as root on a kernel with CONFIG_CGROUP_BPF"),
          e);
    }
  }
}

package io.davit.runtime.cgroup;

import io.davit.kernel.Fd;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime.Usage;
import io.davit.runtime.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A container's directories in the hierarchies of version 1 (the kernel's
/// Documentation/admin-guide/cgroup-v1).
///
/// @param directories by controller
record CgroupV1(String id, Map<String, Path> directories) implements Cgroup {
  private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;
  private static final long NO_MEMORY_LIMIT = Long.MAX_VALUE / 4096 * 4096;

  CgroupV1 {
    directories = new LinkedHashMap<>(directories);
  }

  /// `tasks`, not `cgroup.procs`: a thread that moves itself needs no agreement of all processors,
  /// which the kernel waits 8 ms for.
  @Override
  public List<Path> joinFiles() {
    return directories.values().stream()
        .distinct()
        .map(directory -> directory.resolve("tasks"))
        .toList();
  }

  @Override
  public Optional<Fd> directory() {
    return Optional.empty();
  }

  void allow(List<DeviceRule> devices) {
    if (devices.contains(DeviceRule.all()) || !directories.containsKey("devices")) {
      return;
    }
    ControlFile.write(file("devices", "devices.deny"), "a", "deny devices");
    ControlFile.writeEach(
        file("devices", "devices.allow"),
        devices.stream().map(DeviceRule::text).toList(),
        rule -> "allow the device " + rule);
  }

  @Override
  public void apply(Resources resources) {
    memory(resources);
    CpuBandwidth bandwidth = CpuBandwidth.of(resources);
    if (bandwidth.limited()) {
      set("cpu", "cpu.cfs_period_us", bandwidth.periodMicros(), "set the cpu period");
      set("cpu", "cpu.cfs_quota_us", bandwidth.quotaMicros(), "set the cpu quota");
    }
    if (resources.cpuShares() > 0) {
      set("cpu", "cpu.shares", resources.cpuShares(), "set the cpu shares");
    }
    cpuset("cpuset.cpus", resources.cpusetCpus());
    cpuset("cpuset.mems", resources.cpusetMems());
    if (resources.pids() != 0) {
      String value = resources.pids() < 0 ? "max" : Long.toString(resources.pids());
      ControlFile.write(file("pids", "pids.max"), value, "limit the processes to " + value);
    }
  }

  /// The limit with swap may never be below the one without: the order depends on the direction.
  private void memory(Resources resources) {
    if (resources.memoryBytes() > 0) {
      long swap =
          resources.memorySwapBytes() == 0
              ? 2 * resources.memoryBytes()
              : resources.memorySwapBytes();
      Path limit = file("memory", "memory.limit_in_bytes");
      Path withSwap = file("memory", "memory.memsw.limit_in_bytes");
      boolean accounted = Files.exists(withSwap);
      boolean raises =
          accounted && resources.memoryBytes() > ControlFile.number(ControlFile.read(withSwap));
      String purpose = "limit the memory to " + resources.memoryBytes() + " bytes";
      if (raises) {
        ControlFile.write(withSwap, Long.toString(swap), purpose);
      }
      ControlFile.write(limit, Long.toString(resources.memoryBytes()), purpose);
      if (accounted && !raises) {
        ControlFile.write(withSwap, Long.toString(swap), purpose + " and the swap to " + swap);
      }
    }
    if (resources.memoryReservationBytes() > 0) {
      set(
          "memory",
          "memory.soft_limit_in_bytes",
          resources.memoryReservationBytes(),
          "reserve memory");
    }
  }

  private void cpuset(String name, String value) {
    if (!value.isEmpty()) {
      ControlFile.write(file("cpuset", name), value, "set " + name + " to \"" + value + "\"");
    }
  }

  /// A new group of this controller is empty, and takes no process until it was filled in.
  static void inheritCpuset(Path directory, Path parent) {
    for (String name : List.of("cpuset.cpus", "cpuset.mems")) {
      if (ControlFile.read(directory.resolve(name)).isEmpty()) {
        ControlFile.write(
            directory.resolve(name), ControlFile.read(parent.resolve(name)), "fill in " + name);
      }
    }
  }

  @Override
  public void freeze() {
    Path state = file("freezer", "freezer.state");
    Freezing.await(
        () -> {
          // What forks meanwhile may escape the first order: it is repeated until all stand still.
          ControlFile.write(state, "FROZEN", "pause the container");
          return ControlFile.read(state).equals("FROZEN");
        });
  }

  @Override
  public void thaw() {
    ControlFile.write(file("freezer", "freezer.state"), "THAWED", "unpause the container");
  }

  @Override
  public List<Integer> processes() {
    Path directory = directories.get("pids");
    if (directory == null) {
      return List.of(); // an engine ended while it made or removed the group
    }
    return ControlFile.read(directory.resolve("cgroup.procs"))
        .lines()
        .map(Integer::valueOf)
        .collect(Collectors.toList());
  }

  @Override
  public Usage usage() {
    String memory = ControlFile.read(file("memory", "memory.stat"));
    String cpu = ControlFile.read(file("cpuacct", "cpuacct.stat"));
    long limit = ControlFile.number(ControlFile.read(file("memory", "memory.limit_in_bytes")));
    return new Usage(
        ControlFile.number(ControlFile.read(file("cpuacct", "cpuacct.usage"))),
        ControlFile.field(cpu, "user") * NANOS_PER_TICK,
        ControlFile.field(cpu, "system") * NANOS_PER_TICK,
        ControlFile.number(ControlFile.read(file("memory", "memory.usage_in_bytes"))),
        ControlFile.field(memory, "total_inactive_file"),
        limit >= NO_MEMORY_LIMIT ? MachineMemory.bytes() : limit,
        processes().size(),
        // Version 1 counts bytes only where a throttle is set.
        0,
        0);
  }

  @Override
  public long oomKills() {
    Path directory = directories.get("memory");
    return directory == null
        ? 0
        : ControlFile.field(ControlFile.read(directory.resolve("memory.oom_control")), "oom_kill");
  }

  @Override
  public void remove() {
    directories.values().stream().distinct().forEach(GroupDirectory::remove);
  }

  private void set(String controller, String name, long value, String purpose) {
    ControlFile.write(file(controller, name), Long.toString(value), purpose + " (" + value + ")");
  }

  private Path file(String controller, String name) {
    Path directory = directories.get(controller);
    if (directory == null) {
      throw new NotFound(
          "container %s has no cgroup of the controller \"%s\"".formatted(id, controller),
          new Resource("container", id),
          "start the container, on a kernel with that controller");
    }
    return directory.resolve(name);
  }
}

package io.davit.runtime.cgroup;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.Directory;
import io.davit.problem.KernelRefused;
import io.davit.runtime.ContainerRuntime.Usage;
import io.davit.runtime.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A container's directory in version 2 (the kernel's admin-guide/cgroup-v2.rst).
record CgroupV2(Path path) implements Cgroup {
  @Override
  public List<Path> joinFiles() {
    return List.of();
  }

  @Override
  public Optional<Fd> directory() {
    try {
      return Optional.of(Directory.open(path).fd());
    } catch (ErrnoException e) {
      throw new KernelRefused(
          "cannot open the cgroup " + path,
          Optional.of(e.where()),
          Optional.of("start the container again"),
          e);
    }
  }

  @Override
  public void apply(Resources resources) {
    if (resources.memoryBytes() > 0) {
      write("memory.max", resources.memoryBytes(), "limit the memory");
      long swap =
          resources.memorySwapBytes() > 0
              ? resources.memorySwapBytes() - resources.memoryBytes()
              : resources.memoryBytes();
      Path file = path.resolve("memory.swap.max");
      if (Files.exists(file)) {
        String value = resources.memorySwapBytes() < 0 ? "max" : Long.toString(Math.max(swap, 0));
        ControlFile.write(file, value, "limit the swap");
      }
    }
    if (resources.memoryReservationBytes() > 0) {
      write("memory.low", resources.memoryReservationBytes(), "reserve memory");
    }
    CpuBandwidth bandwidth = CpuBandwidth.of(resources);
    if (bandwidth.limited()) {
      ControlFile.write(
          path.resolve("cpu.max"),
          bandwidth.quotaMicros() + " " + bandwidth.periodMicros(),
          "limit the processor time");
    }
    if (resources.cpuShares() > 0) {
      write("cpu.weight", weight(resources.cpuShares()), "set the cpu weight");
    }
    cpuset("cpuset.cpus", resources.cpusetCpus());
    cpuset("cpuset.mems", resources.cpusetMems());
    if (resources.pids() != 0) {
      String value = resources.pids() < 0 ? "max" : Long.toString(resources.pids());
      ControlFile.write(path.resolve("pids.max"), value, "limit the processes to " + value);
    }
  }

  /// Shares of version 1 (2 to 262144, 1024 usual) on version 2's scale (1 to 10000, 100 usual):
  /// the quadratic map that meets all three points, as runc has it since 1.3.
  static long weight(long shares) {
    long bounded = Math.clamp(shares, 2, 262_144);
    double log = Math.log((double) bounded) / Math.log(2);
    return (long) Math.ceil(Math.pow(10, (log * log + 125 * log) / 612.0 - 7.0 / 34.0));
  }

  private void cpuset(String name, String value) {
    if (!value.isEmpty()) {
      ControlFile.write(path.resolve(name), value, "set " + name + " to \"" + value + "\"");
    }
  }

  @Override
  public void freeze() {
    ControlFile.write(path.resolve("cgroup.freeze"), "1", "pause the container");
    Path events = path.resolve("cgroup.events");
    Freezing.await(() -> ControlFile.field(ControlFile.read(events), "frozen") == 1);
  }

  @Override
  public void thaw() {
    ControlFile.write(path.resolve("cgroup.freeze"), "0", "unpause the container");
  }

  @Override
  public List<Integer> processes() {
    return ControlFile.read(path.resolve("cgroup.procs"))
        .lines()
        .map(Integer::valueOf)
        .collect(Collectors.toList());
  }

  @Override
  public Usage usage() {
    String cpu = ControlFile.read(path.resolve("cpu.stat"));
    String memory = ControlFile.read(path.resolve("memory.stat"));
    long limit = ControlFile.number(ControlFile.read(path.resolve("memory.max")));
    return new Usage(
        TimeUnit.MICROSECONDS.toNanos(ControlFile.field(cpu, "usage_usec")),
        TimeUnit.MICROSECONDS.toNanos(ControlFile.field(cpu, "user_usec")),
        TimeUnit.MICROSECONDS.toNanos(ControlFile.field(cpu, "system_usec")),
        ControlFile.number(ControlFile.read(path.resolve("memory.current"))),
        ControlFile.field(memory, "inactive_file"),
        limit == Long.MAX_VALUE ? MachineMemory.bytes() : limit,
        processes().size(),
        ioBytes("rbytes"),
        ioBytes("wbytes"));
  }

  /// `254:0 rbytes=4096 wbytes=0 …`, one line for each device.
  private long ioBytes(String counter) {
    Path counters = path.resolve("io.stat");
    if (!Files.exists(counters)) {
      return 0;
    }
    String prefix = counter + "=";
    return ControlFile.read(counters)
        .lines()
        .flatMap(line -> Stream.of(line.split(" ", -1)))
        .filter(field -> field.startsWith(prefix))
        .mapToLong(field -> ControlFile.number(field.substring(prefix.length())))
        .sum();
  }

  @Override
  public long oomKills() {
    Path events = path.resolve("memory.events");
    return Files.exists(events) ? ControlFile.field(ControlFile.read(events), "oom_kill") : 0;
  }

  @Override
  public void remove() {
    GroupDirectory.remove(path);
  }

  private void write(String name, long value, String purpose) {
    ControlFile.write(path.resolve(name), Long.toString(value), purpose + " to " + value);
  }
}

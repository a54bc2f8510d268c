package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.runtime.MountSpec;
import io.davit.runtime.compile.MountApi.Attribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Mounts that the caller asked for, the outer ones first.
final class UserMounts {
  private static final String PRIVATE = "rprivate";

  /// What a machine without namespaces of /proc may replace there (lxcfs), as runc allows.
  private static final Set<String> IN_PROC =
      Set.of(
          "/proc/cpuinfo",
          "/proc/diskstats",
          "/proc/loadavg",
          "/proc/meminfo",
          "/proc/net/dev",
          "/proc/slabinfo",
          "/proc/stat",
          "/proc/swaps",
          "/proc/sys/kernel/ns_last_pid",
          "/proc/uptime");

  private final ProgramBuilder program;
  private final MountRows mounts;
  private final TargetRows targets;
  private final HostFiles host;
  private final Map<MountSpec.Bind, Slot> shared = new HashMap<>();

  UserMounts(ProgramBuilder program, MountRows mounts, TargetRows targets, HostFiles host) {
    this.program = program;
    this.mounts = mounts;
    this.targets = targets;
    this.host = host;
  }

  /// Takes the sources whose mounts shall be seen on the host, too: while the host is still a peer.
  void takeShared(List<MountSpec> specs) {
    for (MountSpec spec : specs) {
      if (spec instanceof MountSpec.Bind bind && bind.propagation().endsWith("shared")) {
        Slot kept = program.slot("shared source");
        program.move("keep the source " + bind.source(), slot(copy(bind))).into(kept);
        shared.put(bind, kept);
      }
    }
  }

  void mount(List<MountSpec> specs) {
    List<MountSpec> outerFirst = new ArrayList<>(specs);
    outerFirst.sort(Comparator.comparingInt(spec -> depth(spec.target())));
    for (MountSpec spec : outerFirst) {
      switch (spec) {
        case MountSpec.Bind bind -> bind(bind);
        case MountSpec.Tmpfs tmpfs -> tmpfs(tmpfs);
      }
    }
  }

  private void bind(MountSpec.Bind bind) {
    String purpose = purpose(bind);
    Slot kept = shared.get(bind);
    Slot copy = kept == null ? copy(bind) : kept;
    mounts.set(
        purpose,
        copy,
        bind.recursive(),
        bind.readOnly() ? Attribute.of(Attribute.RDONLY) : value(0),
        propagation(bind.propagation().isEmpty() ? PRIVATE : bind.propagation()));
    Slot target =
        host.isDirectory(bind.source())
            ? targets.directory(bind.target())
            : targets.file(bind.target());
    move(purpose, copy, target, bind.target());
  }

  private Slot copy(MountSpec.Bind bind) {
    return mounts.copy(
        purpose(bind), MountApi.AT_FDCWD, bind.source().toString(), bind.recursive());
  }

  private static String purpose(MountSpec.Bind bind) {
    return "mount " + bind.source() + " on " + bind.target();
  }

  private void move(String purpose, Slot from, Slot onto, String target) {
    if (TargetRows.relative(target).equals(".")) {
      throw new InvalidInput(
          "nothing can be mounted on / of a container",
          new Resource("mount", target),
          "choose a directory below it");
    }
    if (!IN_PROC.contains(target)) {
      targets.refuseProc(target, onto);
    }
    mounts.move(purpose, from, onto);
  }

  private void tmpfs(MountSpec.Tmpfs tmpfs) {
    List<Map.Entry<String, String>> options = new ArrayList<>();
    options.add(Map.entry("mode", Integer.toOctalString(tmpfs.mode())));
    options.add(Map.entry("uid", Integer.toString(tmpfs.uid())));
    options.add(Map.entry("gid", Integer.toString(tmpfs.gid())));
    tmpfs.sizeBytes().ifPresent(size -> options.add(Map.entry("size", Long.toString(size))));
    String purpose = "mount tmpfs on " + tmpfs.target();
    Slot mount = mounts.make("tmpfs", purpose, options, attributes(tmpfs));
    move(purpose, mount, targets.directory(tmpfs.target()), tmpfs.target());
  }

  private static Operand attributes(MountSpec.Tmpfs tmpfs) {
    List<Attribute> attributes = new ArrayList<>(List.of(Attribute.NOSUID, Attribute.NODEV));
    if (tmpfs.noExec()) {
      attributes.add(Attribute.NOEXEC);
    }
    if (tmpfs.readOnly()) {
      attributes.add(Attribute.RDONLY);
    }
    return Attribute.of(attributes.toArray(Attribute[]::new));
  }

  private static Operand propagation(String name) {
    return switch (name) {
      case "private", PRIVATE -> symbol("MS_PRIVATE", 1L << 18);
      case "slave", "rslave" -> symbol("MS_SLAVE", 1L << 19);
      case "shared", "rshared" -> symbol("MS_SHARED", 1L << 20);
      default ->
          throw new InvalidInput(
              "propagation \"" + name + "\" is unknown",
              new Resource("mount", name),
              "use private, rprivate, shared, rshared, slave or rslave");
    };
  }

  private static int depth(String target) {
    return TargetRows.relative(target).split("/", -1).length;
  }
}

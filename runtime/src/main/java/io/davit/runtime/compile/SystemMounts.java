package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;

import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import io.davit.runtime.compile.MountApi.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The kernel's own file systems in every container, with Docker's flags (moby's oci/defaults.go).
final class SystemMounts {
  private static final Operand SAFE =
      Attribute.of(Attribute.NOSUID, Attribute.NODEV, Attribute.NOEXEC);
  private static final Operand SAFE_READ_ONLY =
      Attribute.of(Attribute.RDONLY, Attribute.NOSUID, Attribute.NODEV, Attribute.NOEXEC);
  private static final Operand DEVICES = Attribute.of(Attribute.NOSUID, Attribute.STRICTATIME);
  private static final Operand TERMINALS = Attribute.of(Attribute.NOSUID, Attribute.NOEXEC);
  private static final List<Map.Entry<String, String>> NO_OPTIONS = List.of();

  private static final Map<String, String> LINKS =
      new java.util.TreeMap<>(
          Map.of(
              "core", "/proc/kcore",
              "fd", "/proc/self/fd",
              "ptmx", "pts/ptmx",
              "stderr", "/proc/self/fd/2",
              "stdin", "/proc/self/fd/0",
              "stdout", "/proc/self/fd/1"));

  private final ProgramBuilder program;
  private final MountRows mounts;
  private final TargetRows targets;
  private final Machine machine;
  private final boolean privileged;

  SystemMounts(
      ProgramBuilder program,
      MountRows mounts,
      TargetRows targets,
      Machine machine,
      boolean privileged) {
    this.program = program;
    this.mounts = mounts;
    this.targets = targets;
    this.machine = machine;
    this.privileged = privileged;
  }

  /// Mounts /proc, /sys and /sys/fs/cgroup.
  void kernelViews(boolean ownControlGroups) {
    onto("/proc", mounts.make("proc", "mount /proc", NO_OPTIONS, SAFE));
    onto(
        "/sys", mounts.make("sysfs", "mount /sys", NO_OPTIONS, privileged ? SAFE : SAFE_READ_ONLY));
    if (ownControlGroups || machine.version1Hierarchies().isEmpty()) {
      controlGroups();
    }
  }

  /// Mounts /dev with its devices.
  ///
  /// @param terminals a detached devpts that was made earlier, for the container's terminal
  /// @param memory a detached mount for /dev/shm; empty when the caller mounts one there
  /// @return the descriptor of its /dev/null
  Slot devices(Optional<Slot> terminals, Optional<Slot> memory) {
    Slot dev =
        kept(
            "dev",
            mounts.make(
                "tmpfs",
                "mount /dev",
                List.of(Map.entry("mode", "755"), Map.entry("size", "65536k")),
                DEVICES));
    onto("/dev", dev);
    into(dev, "/dev/pts", terminals.orElseGet(this::newTerminals));
    into(dev, "/dev/mqueue", mounts.make("mqueue", "mount /dev/mqueue", NO_OPTIONS, SAFE));
    memory.ifPresent(shared -> into(dev, "/dev/shm", shared));
    node(dev, "null", 1, 3);
    node(dev, "zero", 1, 5);
    node(dev, "full", 1, 7);
    node(dev, "random", 1, 8);
    node(dev, "urandom", 1, 9);
    node(dev, "tty", 5, 0);
    LINKS.forEach(
        (name, leadsTo) ->
            program.call(
                "link /dev/" + name, SystemCall.SYMLINKAT, text(leadsTo), slot(dev), text(name)));
    Slot nothing = program.slot("null");
    program
        .call(
            "open /dev/null",
            SystemCall.OPENAT2,
            slot(dev),
            text("null"),
            MountApi.NO_SYMLINKS,
            MountApi.HOW_SIZE)
        .into(nothing);
    return nothing;
  }

  private Slot newTerminals() {
    return mounts.make(
        "devpts",
        "mount /dev/pts",
        List.of(Map.entry("ptmxmode", "0666"), Map.entry("mode", "0620"), Map.entry("gid", "5")),
        TERMINALS);
  }

  private void node(Slot dev, String name, int major, int minor) {
    program.call(
        "make /dev/" + name,
        SystemCall.MKNODAT,
        slot(dev),
        text(name),
        symbol("S_IFCHR|0666", 020666),
        symbol(major + ":" + minor, (long) major << 8 | minor));
  }

  /// Version 2 is one tree. Version 1 is a directory of trees, one per hierarchy of the host; both
  /// show the container's own groups only, as it has a cgroup namespace.
  private void controlGroups() {
    Operand attributes = privileged ? SAFE : SAFE_READ_ONLY;
    if (machine.version1Hierarchies().isEmpty()) {
      onto(
          "/sys/fs/cgroup", mounts.make("cgroup2", "mount /sys/fs/cgroup", NO_OPTIONS, attributes));
      return;
    }
    Slot trees =
        kept(
            "cgroup trees",
            mounts.make("tmpfs", "mount /sys/fs/cgroup", List.of(Map.entry("mode", "755")), SAFE));
    onto("/sys/fs/cgroup", trees);
    for (String hierarchy : machine.version1Hierarchies()) {
      List<Map.Entry<String, String>> controllers = new ArrayList<>();
      for (String controller : hierarchy.split(",", -1)) {
        controllers.add(Map.entry(controller, ""));
      }
      String path = "/sys/fs/cgroup/" + hierarchy;
      into(trees, path, mounts.make("cgroup", "mount " + path, controllers, attributes));
      if (controllers.size() > 1) {
        controllers.forEach(controller -> link(trees, controller.getKey(), hierarchy));
      }
    }
    if (!privileged) {
      mounts.readOnly("make /sys/fs/cgroup read-only", trees, false);
    }
  }

  /// A controller that shares a hierarchy is found under its own name, too.
  private void link(Slot trees, String controller, String hierarchy) {
    program.call(
        "link /sys/fs/cgroup/" + controller,
        SystemCall.SYMLINKAT,
        text(hierarchy),
        slot(trees),
        text(controller));
  }

  private Slot kept(String name, Slot mount) {
    Slot kept = program.slot(name);
    program.move("keep it", slot(mount)).into(kept);
    return kept;
  }

  private void into(Slot directory, String path, Slot mount) {
    mounts.move("mount " + path, mount, targets.newDirectory(path, directory));
  }

  private void onto(String path, Slot mount) {
    mounts.move("mount " + path, mount, targets.plainDirectory(path));
  }
}

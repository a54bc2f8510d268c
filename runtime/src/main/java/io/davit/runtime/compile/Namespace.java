package io.davit.runtime.compile;

import io.davit.kernel.program.Operand;
import io.davit.runtime.ContainerSpec.Namespaces;
import io.davit.runtime.ContainerSpec.Whose;
import java.util.EnumSet;
import java.util.Set;

/// Kinds of namespaces (namespaces(7)), with the flags that clone3(2), unshare(2) and setns(2)
/// share.
enum Namespace {
  MNT("CLONE_NEWNS", 0x00020000),
  CGROUP("CLONE_NEWCGROUP", 0x02000000),
  UTS("CLONE_NEWUTS", 0x04000000),
  IPC("CLONE_NEWIPC", 0x08000000),
  PID("CLONE_NEWPID", 0x20000000),
  NET("CLONE_NEWNET", 0x40000000);

  private final String flag;
  private final long bit;

  Namespace(String flag, long bit) {
    this.flag = flag;
    this.bit = bit;
  }

  Operand operand() {
    return Operand.symbol(flag, bit);
  }

  /// Those that a container has of its own.
  static Set<Namespace> of(Namespaces namespaces) {
    Set<Namespace> own = EnumSet.of(MNT);
    add(own, CGROUP, namespaces.cgroup());
    add(own, UTS, namespaces.uts());
    add(own, IPC, namespaces.ipc() instanceof Whose.Own);
    add(own, PID, namespaces.pid() instanceof Whose.Own);
    add(own, NET, namespaces.network().isPresent());
    return own;
  }

  static long bits(Set<Namespace> namespaces) {
    long bits = 0;
    for (Namespace namespace : namespaces) {
      bits |= namespace.bit;
    }
    return bits;
  }

  static Operand operand(Set<Namespace> namespaces) {
    return Operand.symbol(
        String.join("|", namespaces.stream().map(namespace -> namespace.flag).toList()),
        bits(namespaces));
  }

  private static void add(Set<Namespace> own, Namespace kind, boolean present) {
    if (present) {
      own.add(kind);
    }
  }
}

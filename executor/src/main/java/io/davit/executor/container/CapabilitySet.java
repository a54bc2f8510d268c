package io.davit.executor.container;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Which capabilities a container has, by Docker's rules for `cap_add` and `cap_drop`
/// (capabilities(7)).
final class CapabilitySet {
  private static final String ALL = "ALL";

  /// Docker's default.
  private static final Set<String> DEFAULT =
      Set.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "FSETID",
          "FOWNER",
          "MKNOD",
          "NET_RAW",
          "SETGID",
          "SETUID",
          "SETFCAP",
          "SETPCAP",
          "NET_BIND_SERVICE",
          "SYS_CHROOT",
          "KILL",
          "AUDIT_WRITE");

  private static final Set<String> KNOWN =
      Set.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "DAC_READ_SEARCH",
          "FOWNER",
          "FSETID",
          "KILL",
          "SETGID",
          "SETUID",
          "SETPCAP",
          "LINUX_IMMUTABLE",
          "NET_BIND_SERVICE",
          "NET_BROADCAST",
          "NET_ADMIN",
          "NET_RAW",
          "IPC_LOCK",
          "IPC_OWNER",
          "SYS_MODULE",
          "SYS_RAWIO",
          "SYS_CHROOT",
          "SYS_PTRACE",
          "SYS_PACCT",
          "SYS_ADMIN",
          "SYS_BOOT",
          "SYS_NICE",
          "SYS_RESOURCE",
          "SYS_TIME",
          "SYS_TTY_CONFIG",
          "MKNOD",
          "LEASE",
          "AUDIT_WRITE",
          "AUDIT_CONTROL",
          "SETFCAP",
          "MAC_OVERRIDE",
          "MAC_ADMIN",
          "SYSLOG",
          "WAKE_ALARM",
          "BLOCK_SUSPEND",
          "AUDIT_READ",
          "PERFMON",
          "BPF",
          "CHECKPOINT_RESTORE");

  private CapabilitySet() {}

  /// @return names without `CAP_`, upper case
  static Set<String> of(List<String> add, List<String> drop, boolean privileged) {
    Set<String> added = normalise(add);
    Set<String> dropped = normalise(drop);
    if (privileged) {
      return new TreeSet<>(KNOWN);
    }
    Set<String> result = new TreeSet<>();
    if (added.contains(ALL)) {
      result.addAll(KNOWN);
      result.removeAll(dropped);
    } else if (dropped.contains(ALL)) {
      result.addAll(added);
    } else {
      result.addAll(DEFAULT);
      result.removeAll(dropped);
      result.addAll(added);
    }
    return result;
  }

  private static Set<String> normalise(List<String> names) {
    Set<String> result = new TreeSet<>();
    for (String name : names) {
      String upper = name.toUpperCase(Locale.ROOT);
      String bare = upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
      if (!bare.equals(ALL) && !KNOWN.contains(bare)) {
        throw new InvalidInput(
            "invalid capability \"" + name + "\"",
            new Resource("capability", name),
            "name one of capabilities(7), such as NET_ADMIN, or ALL");
      }
      result.add(bare);
    }
    return result;
  }
}

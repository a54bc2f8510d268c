package io.davit.runtime.supervise;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// The names of clone3's flags, for a program's text.
final class CloneFlags {
  private static final Map<Long, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(0x20000000L, "CLONE_NEWPID");
    NAMES.put(0x00020000L, "CLONE_NEWNS");
    NAMES.put(0x40000000L, "CLONE_NEWNET");
    NAMES.put(0x08000000L, "CLONE_NEWIPC");
    NAMES.put(0x04000000L, "CLONE_NEWUTS");
    NAMES.put(0x02000000L, "CLONE_NEWCGROUP");
    NAMES.put(0x10000000L, "CLONE_NEWUSER");
    NAMES.put(0x00000080L, "CLONE_NEWTIME");
    NAMES.put(Uapi.CLONE_PIDFD, "CLONE_PIDFD");
    NAMES.put(Uapi.CLONE_INTO_CGROUP, "CLONE_INTO_CGROUP");
  }

  private CloneFlags() {}

  static String names(long flags) {
    StringJoiner names = new StringJoiner("|");
    NAMES.forEach(
        (flag, name) -> {
          if ((flags & flag) != 0) {
            names.add(name);
          }
        });
    return names.toString();
  }
}

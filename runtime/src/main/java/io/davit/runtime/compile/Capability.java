package io.davit.runtime.compile;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The capabilities of Linux, in the order of their numbers (linux/capability.h).
public enum Capability {
  CHOWN,
  DAC_OVERRIDE,
  DAC_READ_SEARCH,
  FOWNER,
  FSETID,
  KILL,
  SETGID,
  SETUID,
  SETPCAP,
  LINUX_IMMUTABLE,
  NET_BIND_SERVICE,
  NET_BROADCAST,
  NET_ADMIN,
  NET_RAW,
  IPC_LOCK,
  IPC_OWNER,
  SYS_MODULE,
  SYS_RAWIO,
  SYS_CHROOT,
  SYS_PTRACE,
  SYS_PACCT,
  SYS_ADMIN,
  SYS_BOOT,
  SYS_NICE,
  SYS_RESOURCE,
  SYS_TIME,
  SYS_TTY_CONFIG,
  MKNOD,
  LEASE,
  AUDIT_WRITE,
  AUDIT_CONTROL,
  SETFCAP,
  MAC_OVERRIDE,
  MAC_ADMIN,
  SYSLOG,
  WAKE_ALARM,
  BLOCK_SUSPEND,
  AUDIT_READ,
  PERFMON,
  BPF,
  CHECKPOINT_RESTORE;

  private static final List<Capability> BY_NUMBER = List.of(values());

  /// All; the number of each is its place here.
  static List<Capability> byNumber() {
    return BY_NUMBER;
  }

  /// All names, without `CAP_`.
  public static Set<String> names() {
    return names(-1L);
  }

  /// Names of the bits of a mask, as /proc/PID/status shows it (proc_pid_status(5), `CapPrm`).
  public static Set<String> names(long mask) {
    Set<String> names = new TreeSet<>();
    for (int number = 0; number < BY_NUMBER.size(); number++) {
      if ((mask >>> number & 1) != 0) {
        names.add(BY_NUMBER.get(number).name());
      }
    }
    return names;
  }

  static long mask(Collection<String> names) {
    long mask = 0;
    for (String name : names) {
      mask |= 1L << BY_NUMBER.indexOf(valueOf(name));
    }
    return mask;
  }
}

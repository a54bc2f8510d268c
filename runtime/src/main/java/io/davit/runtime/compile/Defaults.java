package io.davit.runtime.compile;

import io.davit.runtime.cgroup.DeviceRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What a container gets when nothing else is said: what Docker gives it (moby's oci/defaults.go
/// and oci/caps/defaults.go).
public final class Defaults {
  /// Docker's fourteen.
  public static final Set<String> CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "NET_RAW",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  public static final List<String> MASKED_PATHS =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");

  public static final List<String> READ_ONLY_PATHS =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  public static final long SHM_BYTES = 64L << 20;

  private static final List<DeviceRule> DEVICE_RULES =
      Stream.of(
              "c *:* m",
              "b *:* m",
              "c 1:3 rwm",
              "c 1:5 rwm",
              "c 1:7 rwm",
              "c 1:8 rwm",
              "c 1:9 rwm",
              "c 5:0 rwm",
              "c 5:2 rwm",
              "c 136:* rwm")
          .map(DeviceRule::parse)
          .toList();

  private Defaults() {}

  /// The rules of every container that is not privileged, and further ones.
  ///
  /// @param further in the kernel's syntax, `c 10:200 rwm`
  public static List<DeviceRule> deviceRules(List<String> further) {
    List<DeviceRule> rules = new ArrayList<>(DEVICE_RULES);
    further.forEach(rule -> rules.add(DeviceRule.parse(rule)));
    return rules;
  }
}

package io.davit.executor.container;

import io.davit.api.ContainerCreate.HostConfig;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import io.davit.runtime.Security;
import io.davit.runtime.Security.Seccomp;
import io.davit.runtime.cgroup.DeviceRule;
import java.util.List;

/// What the processes of a container may do, from its HostConfig.
final class SecurityPlan {
  /// Docker's defaults (moby: oci/defaults.go).
  private static final List<String> MASKED =
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
          "/sys/firmware",
          "/sys/devices/virtual/powercap");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private SecurityPlan() {}

  private static List<String> deviceRules(HostConfig host) {
    List<String> rules = Given.list(host.deviceCgroupRules());
    rules.forEach(DeviceRule::parse);
    return rules;
  }

  static Security of(HostConfig host) {
    boolean privileged = Given.flag(host.privileged());
    boolean noNewPrivileges = false;
    boolean unmasked = privileged;
    Seccomp seccomp = privileged ? Seccomp.UNCONFINED : Seccomp.DEFAULT;
    for (String option : Given.list(host.securityOpt())) {
      switch (option.replace('=', ':')) {
        case "no-new-privileges", "no-new-privileges:true" -> noNewPrivileges = true;
        case "no-new-privileges:false" -> noNewPrivileges = false;
        case "seccomp:unconfined" -> seccomp = Seccomp.UNCONFINED;
        case "seccomp:builtin" -> seccomp = privileged ? seccomp : Seccomp.DEFAULT;
        case "systempaths:unconfined" -> unmasked = true;
        case "apparmor:unconfined", "label:disable" -> {}
        default ->
            throw new Unsupported(
                "security_opt \"" + option + "\" is not supported",
                new Resource("option", option),
                "use no-new-privileges, seccomp=unconfined or systempaths=unconfined");
      }
    }
    List<String> masked = host.maskedPaths();
    List<String> readOnly = host.readonlyPaths();
    return new Security(
        CapabilitySet.of(Given.list(host.capAdd()), Given.list(host.capDrop()), privileged),
        privileged,
        noNewPrivileges,
        seccomp,
        unmasked ? List.of() : masked == null ? MASKED : masked,
        unmasked ? List.of() : readOnly == null ? READ_ONLY : readOnly,
        deviceRules(host));
  }
}

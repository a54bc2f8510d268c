package io.davit.runtime;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What the processes of a container may do.
///
/// @param capabilities permitted, effective and bounding, without `CAP_`: `CHOWN`; inheritable and
///   ambient stay empty
/// @param privileged all devices, nothing masked, no filter, /sys writable
/// @param deviceRules further rules in the kernel's syntax, `c 1:3 mr`
public record Security(
    Set<String> capabilities,
    boolean privileged,
    boolean noNewPrivileges,
    Seccomp seccomp,
    List<String> maskedPaths,
    List<String> readOnlyPaths,
    List<String> deviceRules) {
  public Security {
    capabilities = Collections.unmodifiableSet(new TreeSet<>(capabilities));
    maskedPaths = List.copyOf(maskedPaths);
    readOnlyPaths = List.copyOf(readOnlyPaths);
    deviceRules = List.copyOf(deviceRules);
  }

  /// Which system calls are filtered.
  public enum Seccomp {
    /// Docker's default profile.
    DEFAULT,
    UNCONFINED
  }
}

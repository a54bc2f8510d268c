package io.davit.runtime.compile;

import io.davit.kernel.Architecture;
import io.davit.runtime.seccomp.SeccompFilter;
import io.davit.runtime.seccomp.SeccompProfile;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Compiled filters, by the capabilities that they are for: nearly all containers share one. Safe
/// for concurrent use.
final class Filters {
  private final Architecture architecture;
  private final Map<Set<String>, byte[]> compiled = new ConcurrentHashMap<>();

  Filters(Architecture architecture) {
    this.architecture = architecture;
  }

  /// `struct sock_filter`s; not to be changed.
  byte[] of(Set<String> capabilities) {
    return compiled.computeIfAbsent(
        Set.copyOf(capabilities),
        set -> SeccompFilter.compile(new SeccompProfile(set), architecture));
  }
}

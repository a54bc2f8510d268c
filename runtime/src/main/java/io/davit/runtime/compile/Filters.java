package io.davit.runtime.compile;

import io.davit.kernel.Architecture;
import io.davit.kernel.program.Operand;
import io.davit.runtime.seccomp.SeccompFilter;
import io.davit.runtime.seccomp.SeccompProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Compiled filters, by the capabilities that they are for: nearly all containers share one. Safe
/// for concurrent use.
final class Filters {
  private final Architecture architecture;
  private final Map<Set<String>, Operand> compiled = new ConcurrentHashMap<>();

  Filters(Architecture architecture) {
    this.architecture = architecture;
  }

  /// A pointer to a `struct sock_fprog`.
  Operand of(Set<String> capabilities) {
    return compiled.computeIfAbsent(Set.copyOf(capabilities), this::compile);
  }

  private Operand compile(Set<String> capabilities) {
    byte[] filter = SeccompFilter.compile(new SeccompProfile(capabilities), architecture);
    return Operand.words(
        "sock_fprog", List.of(Operand.value(filter.length / 8), Operand.bytes(filter)));
  }
}

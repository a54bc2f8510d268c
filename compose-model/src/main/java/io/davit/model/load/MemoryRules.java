package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.yaml.Node.Mapping;

/// What must hold between the limits of memory of a service (compose-spec
/// 05-services.md#memswap_limit): swap is counted together with memory, and what is reserved is
/// part of what is allowed. No kernel takes others, so that nothing can be brought up with them;
/// the file itself is well-formed.
final class MemoryRules {
  private MemoryRules() {}

  /// @param service canonical, without `deploy`
  static void check(String name, Mapping service, Problems problems) {
    long limit = bytes(service, "mem_limit");
    long swap = bytes(service, "memswap_limit");
    if (swap > 0 && limit <= 0) {
      problems.error(
          "service \"%s\" has a memswap_limit and no mem_limit".formatted(name),
          service.keySpan("memswap_limit"),
          "add \"mem_limit\": memswap_limit is memory and swap together");
    } else if (swap > 0 && swap < limit) {
      problems.error(
          "service \"%s\": memswap_limit is %d, less than mem_limit, which is %d"
              .formatted(name, swap, limit),
          service.keySpan("memswap_limit"),
          "make it as large, for no swap, or larger: it is memory and swap together");
    }
    long reservation = bytes(service, "mem_reservation");
    if (limit > 0 && reservation > limit) {
      problems.error(
          "service \"%s\": mem_reservation is %d, more than mem_limit, which is %d"
              .formatted(name, reservation, limit),
          service.keySpan("mem_reservation"),
          "reserve at most what the limit allows");
    }
  }

  private static long bytes(Mapping service, String key) {
    String text = Trees.text(service, key);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}

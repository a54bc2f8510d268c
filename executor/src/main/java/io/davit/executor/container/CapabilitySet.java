package io.davit.executor.container;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.runtime.compile.Capability;
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

  private CapabilitySet() {}

  /// @return names without `CAP_`, upper case
  static Set<String> of(List<String> add, List<String> drop, boolean privileged) {
    Set<String> added = normalise(add);
    Set<String> dropped = normalise(drop);
    if (privileged) {
      return Capability.names();
    }
    Set<String> result = new TreeSet<>();
    if (added.contains(ALL)) {
      result.addAll(Capability.names());
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

  /// Docker's rule: what is asked for by name and cannot be given is an error, and no container
  /// that fails later. What comes with `ALL` or a privileged container is as much as there is.
  ///
  /// @param available what the engine can give
  static void requireAvailable(List<String> add, Set<String> available) {
    for (String name : normalise(add)) {
      if (!name.equals(ALL) && !available.contains(name)) {
        throw new InvalidInput(
            "capability \"" + name + "\" cannot be given: the engine itself has not got it",
            new Resource("capability", name),
            "remove it from cap_add, or run the engine where it has every capability of this kernel");
      }
    }
  }

  private static Set<String> normalise(List<String> names) {
    Set<String> result = new TreeSet<>();
    for (String name : names) {
      String upper = name.toUpperCase(Locale.ROOT);
      String bare = upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
      if (!bare.equals(ALL) && !Capability.names().contains(bare)) {
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

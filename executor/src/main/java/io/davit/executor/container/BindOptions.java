package io.davit.executor.container;

import java.util.Set;

/// The last part of a bind's short form: `ro,rshared,nocopy`.
record BindOptions(boolean readOnly, boolean copy, String propagation) {
  private static final Set<String> PROPAGATIONS =
      Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

  /// Accepted and without an effect: labels of SELinux, consistency of Docker Desktop.
  private static final Set<String> IGNORED =
      Set.of("", "rw", "z", "Z", "consistent", "cached", "delegated");

  static BindOptions parse(String text, String bind) {
    boolean readOnly = false;
    boolean copy = true;
    String propagation = "";
    for (String option : text.split(",", -1)) {
      if (option.equals("ro")) {
        readOnly = true;
      } else if (option.equals("nocopy")) {
        copy = false;
      } else if (PROPAGATIONS.contains(option)) {
        propagation = option;
      } else if (!IGNORED.contains(option)) {
        throw MountPlan.invalid(bind, "use ro, rw, nocopy or a propagation after the target");
      }
    }
    return new BindOptions(readOnly, copy, propagation);
  }
}

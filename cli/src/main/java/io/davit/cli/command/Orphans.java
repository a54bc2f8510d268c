package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;

/// What to do about containers of services that are not declared.
final class Orphans {
  private Orphans() {}

  static boolean remove(Call call) {
    boolean remove =
        call.flag("--remove-orphans")
            || Call.truth(call.around().variable("COMPOSE_REMOVE_ORPHANS"));
    if (remove && ignore(call)) {
      throw new InvalidInput(
          "COMPOSE_IGNORE_ORPHANS and --remove-orphans are incompatible",
          new Resource("flag", "--remove-orphans"),
          "leave one of them away");
    }
    return remove;
  }

  /// Whether nothing is said of them.
  static boolean ignore(Call call) {
    return Call.truth(call.around().variable("COMPOSE_IGNORE_ORPHANS"));
  }
}

package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Flags;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;

/// How `up` behaves once services run: stays attached or not, and what ends it. Contradictions are
/// refused as Compose refuses them.
///
/// @param detach also with `--wait`
/// @param abort what ends everything
/// @param exitCodeFrom the service whose exit code is taken; empty: none
record UpFlags(boolean detach, boolean awaitHealthy, Abort abort, String exitCodeFrom) {
  /// What makes an attached `up` stop all containers.
  enum Abort {
    NEVER,
    ON_EXIT,
    ON_FAILURE
  }

  private static final String[] OF_AN_ATTACHED_UP = {
    "--abort-on-container-exit",
    "--abort-on-container-failure",
    "--watch",
    "--attach",
    "--exit-code-from",
    "--attach-dependencies"
  };

  static void describe(Flags flags) {
    flags
        .flag("-d --detach", "Leave the containers running in the background.")
        .flag(
            "--wait", "Wait until services run, or are healthy where they have a check; detaches.")
        .value("--wait-timeout", "SECONDS", "How long to wait at most.")
        .flag("--no-start", "Create containers only.")
        .flag("--abort-on-container-exit", "Stop all when one ends.")
        .flag("--abort-on-container-failure", "Stop all when one fails.")
        .value("--exit-code-from", "SERVICE", "Stop all when one ends; exit with this one's code.")
        .value("-t --timeout", "SECONDS", "Grace before a container is killed.")
        .flag("--timestamps", "Begin each line with its time.")
        .flag("--no-log-prefix", "Do not name the container in each line.")
        .flag("--no-color", "Without colours.")
        .values("--attach", "SERVICE", "Show output of these services only.")
        .values("--no-attach", "SERVICE", "Do not show output of these services.")
        .flag("--attach-dependencies", "Show output of dependencies too.")
        .value("--trace", "FILE", "Write every action and its time there, as a Chrome trace.")
        .hiddenFlag("-w --watch")
        .hiddenFlag("--menu");
  }

  static UpFlags of(Call call) {
    boolean wait = call.flag("--wait");
    boolean detach = call.flag("--detach") || wait;
    String from = call.text("--exit-code-from");
    Abort abort =
        call.flag("--abort-on-container-failure")
            ? Abort.ON_FAILURE
            : call.flag("--abort-on-container-exit") || !from.isEmpty()
                ? Abort.ON_EXIT
                : Abort.NEVER;
    call.exclusive("--abort-on-container-exit", "--abort-on-container-failure");
    call.exclusive("--wait", OF_AN_ATTACHED_UP);
    call.exclusive("--detach", OF_AN_ATTACHED_UP);
    call.exclusive("--attach", "--attach-dependencies");
    if (call.given("--wait-timeout") && !wait) {
      throw new InvalidInput(
          "--wait-timeout without --wait", new Resource("flag", "--wait-timeout"), "add --wait");
    }
    call.exclusive("--no-build", "--watch");
    if (call.flag("--watch")) {
      throw CreationFlags.notYet("--watch", "run \"davit up\" again after a change");
    }
    return new UpFlags(detach, wait, abort, from);
  }
}

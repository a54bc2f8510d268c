package io.davit.executor.supervise;

import io.davit.api.ContainerCreate.RestartPolicy;
import io.davit.executor.container.RestartRule;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/// Restart policies (moby daemon/internal/restartmanager): a back-off of 100 ms that doubles up to
/// a minute, and begins anew after ten seconds of running.
///
/// While the engine takes up what an earlier one left, nothing is started: what ended meanwhile is
/// noted, and started by whoever calls [#endRecovery], in the order of its dependencies. Safe for
/// concurrent use.
public final class RestartSupervisor implements RestartRule {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration STABLE = Duration.ofSeconds(10);

  private final Set<String> interrupted = new TreeSet<>();
  private boolean recovering = true;

  @Override
  public synchronized Decision afterExit(Ended ended) {
    if (!wantsRestart(ended)) {
      return new Decision.Stay();
    }
    if (recovering) {
      interrupted.add(ended.id());
      return new Decision.Stay();
    }
    return new Decision.RestartAfter(delay(ended));
  }

  /// From now on policies are followed at once.
  ///
  /// @return ids of containers that ended unasked before, and that their policies start again
  public synchronized Set<String> endRecovery() {
    recovering = false;
    Set<String> noted = Set.copyOf(interrupted);
    interrupted.clear();
    return noted;
  }

  private static boolean wantsRestart(Ended ended) {
    RestartPolicy policy = ended.policy();
    String name = policy.name() == null ? "" : policy.name();
    return switch (name) {
      case "always", "unless-stopped" -> true;
      case "on-failure" -> {
        int attempts = policy.maximumRetryCount() == null ? 0 : policy.maximumRetryCount();
        boolean left = attempts == 0 || ended.restartCount() < attempts;
        yield left && ended.status().code() != 0;
      }
      default -> false;
    };
  }

  private static Duration delay(Ended ended) {
    if (ended.ran().compareTo(STABLE) >= 0 || ended.lastDelay().isZero()) {
      return FIRST;
    }
    Duration doubled = ended.lastDelay().multipliedBy(2);
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }
}

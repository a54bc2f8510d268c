package io.davit.executor.supervise;

import io.davit.api.ContainerInspect.Health;
import io.davit.api.ContainerInspect.Probe;
import java.util.ArrayList;
import java.util.List;

/// What the probes of one run of a container found.
///
/// @param log the last results, the oldest first
record HealthRecord(Status status, int failingStreak, List<Probe> log) {
  private static final int RESULTS_KEPT = 5;

  HealthRecord {
    log = List.copyOf(log);
  }

  enum Status {
    STARTING("starting"),
    HEALTHY("healthy"),
    UNHEALTHY("unhealthy");

    private final String word;

    Status(String word) {
      this.word = word;
    }
  }

  static HealthRecord starting() {
    return new HealthRecord(Status.STARTING, 0, List.of());
  }

  /// @param counts whether a failure counts: not in the start period
  HealthRecord after(Probe result, int retries, boolean counts) {
    List<Probe> results = new ArrayList<>(log);
    results.add(result);
    if (results.size() > RESULTS_KEPT) {
      results.removeFirst();
    }
    if (result.exitCode() == 0) {
      return new HealthRecord(Status.HEALTHY, 0, results);
    }
    boolean ignored = status == Status.STARTING && !counts;
    int streak = ignored ? failingStreak : failingStreak + 1;
    return new HealthRecord(streak >= retries ? Status.UNHEALTHY : status, streak, results);
  }

  Health toApi() {
    return new Health(status.word, failingStreak, log);
  }
}

package io.davit.executor.supervise;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.Healthcheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A container's health check, complete (moby daemon/health.go).
///
/// @param command as it is executed
/// @param user empty: the container's
/// @param startPeriod during which failures do not count
/// @param startInterval between probes in the start period
public record Probe(
    List<String> command,
    String user,
    Duration interval,
    Duration timeout,
    int retries,
    Duration startPeriod,
    Duration startInterval) {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration START_INTERVAL = Duration.ofSeconds(5);
  private static final int RETRIES = 3;

  public Probe {
    command = List.copyOf(command);
  }

  /// @return empty when nothing is probed
  public static Optional<Probe> of(ContainerCreate config) {
    Healthcheck check = config.healthcheck();
    if (check == null || check.test() == null || check.test().isEmpty()) {
      return Optional.empty();
    }
    List<String> test = check.test();
    return switch (test.getFirst()) {
      case "CMD" -> Optional.of(probe(config, check, test.subList(1, test.size())));
      case "CMD-SHELL" -> Optional.of(probe(config, check, shell(config, test)));
      default -> Optional.empty();
    };
  }

  private static List<String> shell(ContainerCreate config, List<String> test) {
    List<String> command = new ArrayList<>();
    List<String> shell = config.shell();
    command.addAll(shell == null || shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
    command.addAll(test.subList(1, test.size()));
    return command;
  }

  private static Probe probe(ContainerCreate config, Healthcheck check, List<String> command) {
    Integer retries = check.retries();
    return new Probe(
        command,
        config.user() == null ? "" : config.user(),
        duration(check.interval(), INTERVAL),
        duration(check.timeout(), TIMEOUT),
        retries == null || retries == 0 ? RETRIES : retries,
        duration(check.startPeriod(), Duration.ZERO),
        duration(check.startInterval(), START_INTERVAL));
  }

  private static Duration duration(@Nullable Long nanos, Duration fallback) {
    return nanos == null || nanos == 0 ? fallback : Duration.ofNanos(nanos);
  }

  /// How long until the next probe.
  ///
  /// @param starting whether it has not been found healthy or unhealthy yet
  /// @param up how long the container has been running
  Duration nextDelay(boolean starting, Duration up) {
    Duration left = startPeriod.minus(up);
    if (!starting || startPeriod.isZero() || !left.isPositive()) {
      return interval;
    }
    return startInterval.compareTo(left) < 0 ? startInterval : left;
  }
}

package io.davit.planner.plan;

/// What is waited for (compose-spec 05-services.md#depends_on, and `up --wait`).
public enum Awaited {
  /// Every container is healthy.
  HEALTHY,
  /// The containers ended with code 0.
  COMPLETED_SUCCESSFULLY,
  /// Every container runs, and is healthy where it has a health check.
  RUNNING_OR_HEALTHY;

  /// `to be healthy`.
  public String describe() {
    return switch (this) {
      case HEALTHY -> "to be healthy";
      case COMPLETED_SUCCESSFULLY -> "to complete successfully";
      case RUNNING_OR_HEALTHY -> "to be running and, where it is probed, healthy";
    };
  }
}

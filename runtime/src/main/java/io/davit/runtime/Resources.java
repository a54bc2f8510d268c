package io.davit.runtime;

/// Limits of a container's cgroup, with Docker's names and meanings (HostConfig).
///
/// @param memoryBytes 0 is unlimited; likewise the others but where said
/// @param memorySwapBytes memory and swap together; -1 is unlimited
/// @param nanoCpus billionths of a processor
/// @param cpusetCpus `0-3,5`; empty is all
/// @param pids -1 or 0 is unlimited
public record Resources(
    long memoryBytes,
    long memorySwapBytes,
    long memoryReservationBytes,
    long nanoCpus,
    long cpuShares,
    long cpuQuotaMicros,
    long cpuPeriodMicros,
    String cpusetCpus,
    String cpusetMems,
    long pids) {
  public static final Resources UNLIMITED = new Resources(0, 0, 0, 0, 0, 0, 0, "", "", 0);
}

package io.davit.runtime.cgroup;

import io.davit.runtime.Resources;
import java.util.concurrent.TimeUnit;

/// How much processor time a group may use in each period (the kernel's scheduler/sched-bwc.rst).
///
/// @param quotaMicros -1: without limit
record CpuBandwidth(long quotaMicros, long periodMicros) {
  private static final long PERIOD_MICROS = 100_000;

  boolean limited() {
    return quotaMicros > 0;
  }

  /// `cpus: 0.5` is half of a period of 100 ms; a quota of its own is taken as it is.
  static CpuBandwidth of(Resources resources) {
    if (resources.nanoCpus() > 0) {
      long quota =
          Math.round((double) resources.nanoCpus() * PERIOD_MICROS / TimeUnit.SECONDS.toNanos(1));
      return new CpuBandwidth(Math.max(quota, 1000), PERIOD_MICROS);
    }
    long period = resources.cpuPeriodMicros() > 0 ? resources.cpuPeriodMicros() : PERIOD_MICROS;
    return new CpuBandwidth(
        resources.cpuQuotaMicros() > 0 ? resources.cpuQuotaMicros() : -1, period);
  }
}

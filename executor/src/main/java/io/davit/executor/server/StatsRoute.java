package io.davit.executor.server;

import io.davit.api.Json;
import io.davit.executor.container.EngineContainers;
import io.davit.runtime.ContainerRuntime.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `GET /containers/ID/stats`: counters, once or every second.
final class StatsRoute {
  private static final long NANOS_PER_TICK = 10_000_000L;

  private final EngineContainers containers;
  private final Clock clock = Clock.systemUTC();

  StatsRoute(EngineContainers containers) {
    this.containers = containers;
  }

  /// A reading and its time.
  private record Sample(Instant at, Usage usage, long systemNanos) {}

  void answer(Exchange exchange) throws IOException, InterruptedException {
    String reference = exchange.variable("ref");
    boolean follow =
        !exchange.query("stream").equals("0") && !exchange.query("stream").equals("false");
    Sample last = sample(reference);
    if (!follow) {
      Sample before =
          exchange.flag("one-shot") ? last : nextSample(reference, new CountDownLatch(1));
      exchange.answer(200, body(reference, last, before));
      return;
    }
    CountDownLatch gone = new CountDownLatch(1);
    try (AnswerStream out = exchange.stream("application/json")) {
      out.onGone(gone::countDown);
      while (gone.getCount() > 0) {
        Sample now = nextSample(reference, gone);
        String line = Json.gson().toJson(body(reference, last, now)) + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
        last = now;
      }
    }
  }

  /// A second later, or at once when the client went away.
  private Sample nextSample(String reference, CountDownLatch gone)
      throws InterruptedException, IOException {
    boolean _ = gone.await(1, TimeUnit.SECONDS);
    return sample(reference);
  }

  private Sample sample(String reference) throws IOException {
    return new Sample(clock.instant(), containers.usage(reference), systemNanos());
  }

  private Map<String, Object> body(String reference, Sample before, Sample now) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", containers.inspect(reference).name());
    body.put("id", containers.inspect(reference).id());
    body.put("read", now.at.toString());
    body.put("preread", before.at.toString());
    body.put("num_procs", 0);
    body.put("pids_stats", Map.of("current", now.usage.processes()));
    body.put("cpu_stats", cpu(now));
    body.put("precpu_stats", cpu(before));
    body.put(
        "memory_stats",
        Map.of(
            "usage", now.usage.memoryBytes(),
            "limit", now.usage.memoryLimitBytes(),
            "stats",
                Map.of(
                    "cache", now.usage.memoryCacheBytes(),
                    "inactive_file", now.usage.memoryCacheBytes())));
    body.put("blkio_stats", Map.of());
    body.put("networks", Map.of());
    return body;
  }

  private static Map<String, Object> cpu(Sample sample) {
    return Map.of(
        "cpu_usage",
        Map.of(
            "total_usage", sample.usage.cpuNanos(),
            "usage_in_usermode", sample.usage.cpuUserNanos(),
            "usage_in_kernelmode", sample.usage.cpuSystemNanos()),
        "system_cpu_usage",
        sample.systemNanos,
        "online_cpus",
        Runtime.getRuntime().availableProcessors());
  }

  /// Time of all processors since the boot (proc_stat(5)).
  private static long systemNanos() throws IOException {
    String line = Files.readAllLines(Path.of("/proc/stat"), StandardCharsets.UTF_8).getFirst();
    long ticks = 0;
    String[] words = line.split("\\s+", -1);
    for (int i = 1; i < Math.min(words.length, 9); i++) {
      ticks += Long.parseLong(words[i]);
    }
    return ticks * NANOS_PER_TICK;
  }
}

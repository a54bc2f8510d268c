package io.davit.bench;

import io.davit.model.Project;
import io.davit.model.load.LoadRequest;
import io.davit.model.load.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Compose files to a project: many services with anchors, merge keys, variables and short forms,
/// and a second file that overrides each of them.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx3g")
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class Reading {
  @Param({"10", "1000", "10000"})
  int services;

  private Path directory = Path.of("");

  @Setup
  public void write() throws IOException {
    directory = Files.createTempDirectory("davit-bench");
    StringBuilder file =
        new StringBuilder(
            """
            x-common: &common
              restart: unless-stopped
              logging: {driver: json-file, options: {max-size: 10m}}
              environment: &environment {LOG_LEVEL: "${LOG_LEVEL:-info}", REGION: eu}
            volumes: {data: }
            services:
            """);
    StringBuilder override = new StringBuilder("services:\n");
    for (int i = 0; i < services; i++) {
      file.append(service(i));
      override.append(
          "  s%d: {environment: {NAME: other, MORE: \"1\"}, labels: [a=b, number=%d], init: true}\n"
              .formatted(i, i));
    }
    Files.writeString(directory.resolve("compose.yaml"), file);
    Files.writeString(directory.resolve("compose.override.yaml"), override);
  }

  private static String service(int i) {
    return """
          s%d:
            <<: *common
            image: registry.example.com/app:${TAG:-1.0}
            command: serve --port 8080 --name s%d
            environment:
              <<: *environment
              NAME: s%d
              DATABASE: postgres://app@db:5432/app
            ports: ["%d:8080"]
            volumes: ["data:/data", "./conf/s%d:/etc/app:ro"]
            depends_on: [%s]
            healthcheck: {test: curl -f localhost:8080, interval: 10s, retries: 3}
            deploy: {resources: {limits: {cpus: "0.5", memory: 128m}}}
        """
        .formatted(i, i, i, 10_000 + i, i, i == 0 ? "" : "s" + (i - 1) / 2);
  }

  @Benchmark
  public Project load() {
    return ProjectLoader.load(LoadRequest.in(directory, Map.of("HOME", "/root"))).project();
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(directory.resolve("compose.yaml"));
    Files.delete(directory.resolve("compose.override.yaml"));
    Files.delete(directory);
  }
}

package io.davit.executor.server;

import io.davit.executor.server.EngineServer.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// `/_ping`, `/version`, `/info`, and the end of the engine.
public final class SystemRoutes implements Routes {
  private final Identity identity;
  private final Supplier<Counts> counts;
  private final Runnable stop;

  /// Which engine this is.
  ///
  /// @param instance short name of the engine, from its root
  public record Identity(String instance, Path root, Path run) {}

  /// How many of each there are, for `/info`.
  public record Counts(int running, int paused, int stopped, int images) {}

  /// @param stop begins the engine's end, and returns
  public SystemRoutes(Identity identity, Supplier<Counts> counts, Runnable stop) {
    this.identity = identity;
    this.counts = counts;
    this.stop = stop;
  }

  @Override
  public void addTo(Router router) {
    router.get("/_ping", exchange -> ping(exchange, "OK"));
    router.head("/_ping", exchange -> ping(exchange, ""));
    router.get("/version", exchange -> exchange.answer(200, version()));
    router.get("/info", exchange -> exchange.answer(200, info()));
    router.post("/system/stop", this::stop);
  }

  private static void ping(Exchange exchange, String text) {
    exchange.header("Builder-Version", "1");
    exchange.header("Swarm", "inactive");
    exchange.header("Cache-Control", "no-cache, no-store, must-revalidate");
    exchange.header("Pragma", "no-cache");
    exchange.answerText(200, "text/plain; charset=utf-8", text);
  }

  /// Names the file whose first byte is locked until the process has ended.
  private void stop(Exchange exchange) {
    exchange.answer(202, Map.of("Lock", identity.root().resolve("engine.lock").toString()));
    stop.run();
  }

  private static Map<String, Object> version() throws IOException {
    String kernel = firstLine("/proc/sys/kernel/osrelease");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Platform", Map.of("Name", "Davit"));
    body.put("Version", DockerHeaders.ENGINE_VERSION);
    body.put("ApiVersion", ApiVersion.NEWEST.toString());
    body.put("MinAPIVersion", ApiVersion.OLDEST.toString());
    body.put("Os", "linux");
    body.put("Arch", architecture());
    body.put("KernelVersion", kernel);
    body.put("GitCommit", "");
    body.put("GoVersion", "");
    body.put("BuildTime", "");
    Map<String, String> details = new LinkedHashMap<>();
    details.put("ApiVersion", ApiVersion.NEWEST.toString());
    details.put("MinAPIVersion", ApiVersion.OLDEST.toString());
    details.put("Os", "linux");
    details.put("Arch", architecture());
    details.put("KernelVersion", kernel);
    details.put("Experimental", "false");
    body.put(
        "Components",
        List.of(
            Map.of("Name", "Engine", "Version", DockerHeaders.ENGINE_VERSION, "Details", details)));
    return body;
  }

  private Map<String, Object> info() throws IOException {
    Counts now = counts.get();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ID", identity.instance());
    body.put("Containers", now.running() + now.paused() + now.stopped());
    body.put("ContainersRunning", now.running());
    body.put("ContainersPaused", now.paused());
    body.put("ContainersStopped", now.stopped());
    body.put("Images", now.images());
    body.put("Driver", "overlay");
    body.put("DriverStatus", List.of());
    body.put(
        "Plugins",
        Map.of(
            "Volume", List.of("local"),
            "Network", List.of("bridge", "host", "null"),
            "Authorization", List.of(),
            "Log", List.of("json-file", "local", "none")));
    body.put("MemoryLimit", true);
    body.put("SwapLimit", true);
    body.put("CpuCfsPeriod", true);
    body.put("CpuCfsQuota", true);
    body.put("CPUShares", true);
    body.put("CPUSet", true);
    body.put("PidsLimit", true);
    body.put("IPv4Forwarding", true);
    body.put("OomKillDisable", false);
    body.put("LoggingDriver", "json-file");
    body.put("CgroupDriver", "cgroupfs");
    body.put("CgroupVersion", unifiedCgroups() ? "2" : "1");
    body.put("KernelVersion", firstLine("/proc/sys/kernel/osrelease"));
    body.put("OperatingSystem", operatingSystem());
    body.put("OSType", "linux");
    body.put("Architecture", System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64");
    body.put("IndexServerAddress", "https://index.docker.io/v1/");
    body.put(
        "RegistryConfig", Map.of("InsecureRegistryCIDRs", List.of(), "IndexConfigs", Map.of()));
    body.put("NCPU", Runtime.getRuntime().availableProcessors());
    body.put("MemTotal", memoryBytes());
    body.put("DockerRootDir", identity.root().toString());
    body.put("DavitRunDir", identity.run().toString());
    body.put("Name", firstLine("/proc/sys/kernel/hostname"));
    body.put("Labels", List.of());
    body.put("ServerVersion", DockerHeaders.ENGINE_VERSION);
    body.put("Runtimes", Map.of("davit", Map.of("path", "davit")));
    body.put("DefaultRuntime", "davit");
    // Compose takes anything but "inactive" for a swarm.
    body.put("Swarm", Map.of("LocalNodeState", "inactive"));
    body.put("LiveRestoreEnabled", true);
    body.put("InitBinary", "davit-keeper");
    body.put("SecurityOptions", List.of("name=seccomp,profile=builtin"));
    body.put("Warnings", List.of());
    return body;
  }

  static String architecture() {
    return System.getProperty("os.arch").equals("amd64") ? "amd64" : "arm64";
  }

  private static boolean unifiedCgroups() {
    return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
  }

  private static String operatingSystem() throws IOException {
    Path file = Path.of("/etc/os-release");
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        if (line.startsWith("PRETTY_NAME=")) {
          return line.substring("PRETTY_NAME=".length()).replace("\"", "");
        }
      }
    }
    return "Linux";
  }

  private static long memoryBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"), StandardCharsets.UTF_8)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("memtotal:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    return 0;
  }

  private static String firstLine(String file) throws IOException {
    return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
  }
}

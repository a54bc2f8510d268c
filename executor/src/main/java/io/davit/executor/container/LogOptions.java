package io.davit.executor.container;

import io.davit.api.ContainerCreate.HostConfig;
import io.davit.api.ContainerCreate.LogConfig;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import io.davit.runtime.ContainerSpec.LogSpec;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Where a container's output is kept: Docker's `json-file` and `local` both mean Davit's own
/// files, rotated by default.
record LogOptions(String driver, long maxBytes, int maxFiles) {
  static final String DRIVER = "json-file";
  private static final Set<String> DRIVERS = Set.of(DRIVER, "local", "none");
  private static final Set<String> OPTIONS =
      Set.of("max-size", "max-file", "compress", "mode", "labels", "env", "tag");
  private static final String MAX_SIZE = "10m";
  private static final String MAX_FILES = "5";

  static LogOptions of(HostConfig host) {
    LogConfig config = host.logConfig();
    String given = config == null ? "" : Given.text(config.type());
    String driver = given.isEmpty() ? DRIVER : given;
    if (!DRIVERS.contains(driver)) {
      throw new Unsupported(
          "the log driver \"" + driver + "\" is not supported",
          new Resource("option", "logging"),
          "use json-file, local or none");
    }
    Map<String, String> options = config == null ? Map.of() : Given.map(config.config());
    for (String option : options.keySet()) {
      if (!OPTIONS.contains(option)) {
        throw new Unsupported(
            "the log option \"" + option + "\" is not supported",
            new Resource("option", option),
            "use max-size and max-file");
      }
    }
    return new LogOptions(
        driver,
        bytes(options.getOrDefault("max-size", MAX_SIZE)),
        (int) bytes(options.getOrDefault("max-file", MAX_FILES)));
  }

  private static long bytes(String text) {
    String lower = withoutByte(text.toLowerCase(Locale.ROOT));
    try {
      int shift =
          lower.endsWith("k") ? 10 : lower.endsWith("m") ? 20 : lower.endsWith("g") ? 30 : 0;
      String digits = shift == 0 ? lower : lower.substring(0, lower.length() - 1);
      long value = Long.parseLong(digits) << shift;
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  /// Without the `b` or `ib` of `10mb`.
  private static String withoutByte(String size) {
    int last = size.length() - 1;
    if (!size.endsWith("b")) {
      return size;
    }
    return size.substring(0, size.endsWith("ib") ? last - 1 : last);
  }

  private static InvalidInput invalid(String text) {
    return new InvalidInput(
        "\"" + text + "\" is no size of a log",
        new Resource("option", "logging"),
        "write a number above 0, such as 10m");
  }

  LogSpec spec(Path directory) {
    return new LogSpec(driver, directory, maxBytes, maxFiles);
  }
}

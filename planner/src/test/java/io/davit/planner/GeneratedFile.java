package io.davit.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// A compose file made at random, as text: the same seed gives the same file. A revision changes
/// what the services of an equal seed are set to, not which services there are.
final class GeneratedFile {
  private final Random shape;
  private final Random settings;
  private final StringBuilder text = new StringBuilder();
  private final Set<String> jobs = new TreeSet<>();

  GeneratedFile(long seed, int revision) {
    this.shape = new Random(seed);
    this.settings = new Random(seed * 31 + revision);
    services();
    text.append("networks:\n");
    for (int n = 0; n < 3; n++) {
      boolean changed = revision > 0 && settings.nextInt(4) == 0;
      text.append("  net%d:\n    internal: %b\n".formatted(n, changed));
    }
    text.append("volumes:\n  data0: {}\n  data1: {}\n");
  }

  String text() {
    return text.toString();
  }

  /// Services that end by themselves.
  Set<String> jobs() {
    return jobs;
  }

  private void services() {
    text.append("services:\n");
    List<String> names = new ArrayList<>();
    int count = 1 + shape.nextInt(6);
    for (int n = 0; n < count; n++) {
      String name = "s" + n;
      boolean job = shape.nextInt(4) == 0;
      text.append("  %s:\n    image: busybox\n".formatted(name));
      text.append("    environment:\n      LEVEL: \"%d\"\n".formatted(settings.nextInt(2)));
      if (job) {
        jobs.add(name);
      } else {
        text.append("    healthcheck:\n      test: [CMD, \"true\"]\n");
        text.append(
            "    scale: %d\n".formatted(shape.nextInt(4) == 0 ? 0 : 1 + settings.nextInt(3)));
      }
      networks();
      if (shape.nextInt(3) == 0) {
        text.append("    volumes: [\"data%d:/data\", \"/cache\"]\n".formatted(shape.nextInt(2)));
      }
      dependencies(names);
      names.add(name);
    }
  }

  private void networks() {
    List<String> networks = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      if (shape.nextInt(3) == 0) {
        networks.add("net" + n);
      }
    }
    if (!networks.isEmpty()) {
      text.append("    networks: %s\n".formatted(networks));
    }
  }

  private void dependencies(List<String> earlier) {
    List<String> lines = new ArrayList<>();
    for (String name : earlier) {
      if (shape.nextInt(3) != 0) {
        continue;
      }
      String condition =
          jobs.contains(name)
              ? "service_completed_successfully"
              : shape.nextBoolean() ? "service_healthy" : "service_started";
      lines.add(
          "      %s: {condition: %s, restart: %b}\n"
              .formatted(name, condition, shape.nextInt(3) == 0));
    }
    if (!lines.isEmpty()) {
      text.append("    depends_on:\n");
      lines.forEach(text::append);
    }
  }
}

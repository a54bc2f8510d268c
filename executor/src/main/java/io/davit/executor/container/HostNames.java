package io.davit.executor.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine's own name (hostname(7)).
final class HostNames {
  private HostNames() {}

  static String own() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }
}

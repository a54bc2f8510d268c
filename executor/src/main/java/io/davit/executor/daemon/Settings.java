package io.davit.executor.daemon;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Where an engine lives. Several live side by side when their roots differ.
///
/// @param root for what outlives a boot
/// @param run for what ends with it
/// @param socket that it listens on
record Settings(Path root, Path run, Path socket) {
  private static final String ROOT = "/var/lib/davit";
  private static final String RUN = "/run/davit";
  private static final String UNIX = "unix://";
  private static final int INSTANCE_DIGITS = 6;

  static Settings of(List<String> arguments, Map<String, String> environment) {
    String root = environment.getOrDefault("DAVIT_ROOT", ROOT);
    String run = environment.getOrDefault("DAVIT_RUN", RUN);
    String host = environment.getOrDefault("DAVIT_HOST", "");
    Iterator<String> remaining = arguments.iterator();
    while (remaining.hasNext()) {
      String argument = remaining.next();
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      switch (name) {
        case "--root" -> root = value(argument, equals, remaining);
        case "--run" -> run = value(argument, equals, remaining);
        case "--host", "-H" -> host = value(argument, equals, remaining);
        default ->
            throw new InvalidInput(
                "unknown argument \"" + argument + "\"",
                new Resource("argument", argument),
                "use --root DIRECTORY, --run DIRECTORY and --host unix:///PATH");
      }
    }
    Path runPath = absolute(run);
    return new Settings(
        absolute(root), runPath, host.isEmpty() ? runPath.resolve("davit.sock") : socket(host));
  }

  private static String value(String argument, int equals, Iterator<String> remaining) {
    if (equals >= 0) {
      return argument.substring(equals + 1);
    }
    if (!remaining.hasNext()) {
      throw new InvalidInput(
          argument + " needs a value", new Resource("argument", argument), "give one after it");
    }
    return remaining.next();
  }

  private static Path socket(String host) {
    if (host.contains("://") && !host.startsWith(UNIX)) {
      throw new InvalidInput(
          "the engine listens on Unix sockets only, not on \"" + host + "\"",
          new Resource("argument", host),
          "write unix:///PATH");
    }
    return absolute(host.startsWith(UNIX) ? host.substring(UNIX.length()) : host);
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }

  /// A short name from the root, for everything of this engine that the kernel names.
  String instance() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(root.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, INSTANCE_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

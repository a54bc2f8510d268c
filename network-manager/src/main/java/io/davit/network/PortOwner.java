package io.davit.network;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds the process that holds a port: from /proc/net/tcp the socket's inode, from /proc/PID/fd
/// the process (proc_pid_net(5), proc_pid_fd(5)). Call it inside the host's network namespace.
final class PortOwner {
  private static final Path NET = Path.of("/proc/thread-self/net");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final String LISTEN = "0A";
  private static final int FIELD_LOCAL = 1;
  private static final int FIELD_STATE = 3;
  private static final int FIELD_INODE = 9;

  private PortOwner() {}

  /// `nginx, pid 812`, or empty when nothing is found: the socket's process may be out of sight.
  static Optional<String> find(String protocol, int port) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (String table : new String[] {protocol, protocol + "6"}) {
      Path file = NET.resolve(table);
      if (Files.exists(file)) {
        Files.readAllLines(file).stream()
            .skip(1)
            .map(line -> SPACE.split(line.strip(), -1))
            .filter(fields -> fields.length > FIELD_INODE && holds(fields, protocol, port))
            .forEach(fields -> sockets.add("socket:[" + fields[FIELD_INODE] + "]"));
      }
    }
    return sockets.isEmpty() ? Optional.empty() : process(sockets);
  }

  private static boolean holds(String[] fields, String protocol, int port) {
    return fields[FIELD_LOCAL].endsWith(String.format(Locale.ROOT, ":%04X", port))
        && (protocol.equals("udp") || fields[FIELD_STATE].equals(LISTEN));
  }

  private static Optional<String> process(Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (holdsOne(process.resolve("fd"), sockets)) {
          return Optional.of(
              "%s, pid %s"
                  .formatted(
                      Files.readString(process.resolve("comm")).strip(), process.getFileName()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holdsOne(Path directory, Set<String> sockets) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(directory)) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(link(descriptor))) {
          return true;
        }
      }
    } catch (IOException e) {
      // The process ended meanwhile, or may not be looked at.
      return false;
    }
    return false;
  }

  private static String link(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed meanwhile.
    }
  }
}

package io.davit.network;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A network namespace that plays a machine, with another one that plays a computer outside:
/// 192.0.2.1 is the machine, 192.0.2.2 the other. Commands of Debian's (ip, nft, busybox, dig) are
/// the independent judges.
final class Machine implements AutoCloseable {
  static final String ADDRESS = "192.0.2.1";
  static final String OUTSIDE = "192.0.2.2";

  private final Path directory;
  private final List<Process> started = new ArrayList<>();

  Machine(Path directory) throws Exception {
    this.directory = directory;
    NetworkNamespace.create(host(), () -> true);
    NetworkNamespace.create(outside(), () -> true);
    host("ip", "link", "set", "lo", "up");
    in(outside(), "ip", "link", "set", "lo", "up");
    host(
        "ip",
        "link",
        "add",
        "up0",
        "type",
        "veth",
        "peer",
        "name",
        "eth0",
        "netns",
        outside().toString());
    host("ip", "address", "add", ADDRESS + "/24", "dev", "up0");
    host("ip", "link", "set", "up0", "up");
    host("ip", "route", "add", "default", "via", OUTSIDE);
    in(outside(), "ip", "address", "add", OUTSIDE + "/24", "dev", "eth0");
    in(outside(), "ip", "link", "set", "eth0", "up");
  }

  Path host() {
    return directory.resolve("host");
  }

  Path outside() {
    return directory.resolve("outside");
  }

  String host(String... command) throws IOException {
    return in(host(), command);
  }

  /// The output of a command that must succeed.
  static String in(Path namespace, String... command) throws IOException {
    Result result = run(namespace, command);
    if (result.code() != 0) {
      throw new IOException("%s: %s".formatted(String.join(" ", command), result.output()));
    }
    return result.output();
  }

  record Result(int code, String output) {}

  static Result run(Path namespace, String... command) throws IOException {
    Process process = builder(namespace, command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      return new Result(process.waitFor(), output);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /// A command that runs until the machine is closed.
  Process start(Path namespace, String... command) throws IOException {
    Process process =
        builder(namespace, command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output-" + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  private static ProcessBuilder builder(Path namespace, String... command) {
    List<String> line = new ArrayList<>(List.of("nsenter", "--net=" + namespace));
    line.addAll(List.of(command));
    return new ProcessBuilder(line);
  }

  @Override
  public void close() throws IOException, ErrnoException {
    for (Process process : started) {
      process.destroyForcibly().onExit().join();
    }
    NetworkNamespace.unpin(outside());
    NetworkNamespace.unpin(host());
  }

  /// Pins below a directory that are still there.
  static List<String> mountsBelow(Path directory) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }
}

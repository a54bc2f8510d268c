package io.davit.cli.engine;

import java.nio.file.Path;

/// Where an engine is: its two roots, and the socket that it answers on.
///
/// @param startable whether an absent engine may be started: not when only a socket was named
public record EngineAddress(Path root, Path run, Path socket, boolean startable) {
  public static final Path DEFAULT_ROOT = Path.of("/var/lib/davit");
  public static final Path DEFAULT_RUN = Path.of("/run/davit");

  /// The engine that keeps its runtime files in `run`.
  public static EngineAddress of(Path root, Path run) {
    return new EngineAddress(root, run, run.resolve("davit.sock"), true);
  }

  /// The engine behind a socket, `unix:///path` or a path; it is somebody else's to start.
  public static EngineAddress at(String host) {
    Path socket = Path.of(host.startsWith("unix://") ? host.substring("unix://".length()) : host);
    return new EngineAddress(DEFAULT_ROOT, DEFAULT_RUN, socket.toAbsolutePath(), false);
  }
}

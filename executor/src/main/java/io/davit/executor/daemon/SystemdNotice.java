package io.davit.executor.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;

/// Tells systemd how far the engine is (sd_notify(3)): one datagram to the socket that it names.
final class SystemdNotice {
  private static final Logger LOG = System.getLogger(SystemdNotice.class.getName());

  private SystemdNotice() {}

  /// Does nothing when systemd did not ask to be told.
  ///
  /// @param state `READY=1`, `STOPPING=1`
  static void send(Map<String, String> environment, String state) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.isEmpty()) {
      return;
    }
    String path = socket.startsWith("@") ? "\0" + socket.substring(1) : socket;
    try (UnixDatagramChannel channel = UnixDatagramChannel.open()) {
      channel.send(
          ByteBuffer.wrap(state.getBytes(StandardCharsets.UTF_8)), new UnixSocketAddress(path));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "systemd cannot be told " + state + ": " + e.getMessage());
    }
  }
}

package io.davit.executor.server;

import io.davit.executor.container.EngineContainers;
import io.davit.executor.fake.FakeEngine;
import io.davit.executor.fake.FakeImages;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A server on a fake engine, with a socket in a directory of its own.
final class RunningServer implements AutoCloseable {
  final FakeEngine engine;
  final EngineContainers containers;
  final Path socket;
  private final Path home;
  private final EngineServer server;

  RunningServer(Path directory) throws IOException {
    engine = new FakeEngine(directory);
    containers = engine.start();
    // Not below the test's directory: a socket's path has at most 107 bytes.
    home = Files.createTempDirectory("davit");
    socket = home.resolve("s");
    FakeImages images = new FakeImages();
    server =
        EngineServer.listen(
            socket,
            new SystemRoutes(
                new SystemRoutes.Identity("abcdef", engine.root(), engine.run()),
                () -> new SystemRoutes.Counts(0, 0, 0, 1),
                () -> {}),
            new ContainerRoutes(containers),
            new AttachRoutes(containers),
            new LogRoutes(containers),
            new ExecRoutes(containers),
            new ImageRoutes(images, containers),
            new NetworkRoutes(containers),
            new VolumeRoutes(containers),
            new EventRoutes(containers.events()));
  }

  /// Sends a request as it is written, and returns the whole answer. The connection is closed by
  /// the server, or by its answer's end.
  String raw(String request) throws IOException {
    try (SocketChannel channel = connect()) {
      send(channel, request.replace("\n", "\r\n"));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  String get(String path) throws IOException {
    return raw("GET " + path + " HTTP/1.1\nHost: d\nConnection: close\n\n");
  }

  String post(String path, String body) throws IOException {
    return raw(
        "POST "
            + path
            + " HTTP/1.1\nHost: d\nConnection: close\nContent-Type: application/json\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\n\n"
            + body);
  }

  SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }

  static void send(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    containers.close();
    Files.deleteIfExists(socket);
    Files.deleteIfExists(home);
  }
}

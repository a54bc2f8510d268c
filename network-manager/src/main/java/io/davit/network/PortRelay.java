package io.davit.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.IntSupplier;

/// Carries connections that nftables does not lead to the container: over IPv6 (`localhost` is
/// `::1` first for many programs). Two virtual threads a connection, none that waits on a platform
/// thread.
final class PortRelay implements Runnable {
  private static final System.Logger LOG = System.getLogger(PortRelay.class.getName());
  private static final int BUFFER_BYTES = 32 * 1024;
  private static final int CONNECT_MILLIS = 5000;

  private final Host host;
  private final ServerSocketChannel listener;
  private final IntSupplier target;
  private final int port;

  /// @param target the container's address; 0 while it has none to be reached at
  PortRelay(Host host, ServerSocketChannel listener, IntSupplier target, int port) {
    this.host = host;
    this.listener = listener;
    this.target = target;
    this.port = port;
  }

  void start() {
    Thread.ofVirtual().name("davit-relay").start(this);
  }

  /// Accepts until the listener is closed.
  @Override
  public void run() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        Thread.ofVirtual().name("davit-relay-client").start(() -> serve(client));
      } catch (IOException e) {
        if (listener.isOpen()) {
          LOG.log(System.Logger.Level.WARNING, "the relay of a published port ended", e);
        }
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    int address = target.getAsInt();
    if (address == 0) {
      close(client);
      return;
    }
    try (client;
        SocketChannel server = host.tcp4()) {
      server.socket().connect(new InetSocketAddress(Cidr.inet(address), port), CONNECT_MILLIS);
      Thread back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (IOException e) {
      return; // Nobody listens in the container: the client sees its connection closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Copies until the source ends, and passes that end on.
  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One side broke off: so does the other.
      close(from);
      close(to);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "closing a relayed connection", e);
    }
  }
}

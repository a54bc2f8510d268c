package io.davit.network.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;

/// The two sockets at 127.0.0.11 of one sandbox.
///
/// @param udp bound to any free port, likewise `tcp`: port 53 stays the container's
public record ResolverSockets(DatagramChannel udp, ServerSocketChannel tcp)
    implements AutoCloseable {
  private static final byte[] ADDRESS = {127, 0, 0, 11};

  /// Opens them in the network namespace of the calling thread.
  public static ResolverSockets open() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getByAddress(ADDRESS), 0);
    DatagramChannel udp = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      udp.bind(any);
      udp.configureBlocking(false);
      ServerSocketChannel tcp = ServerSocketChannel.open(StandardProtocolFamily.INET);
      try {
        tcp.bind(any);
        tcp.configureBlocking(false);
        return new ResolverSockets(udp, tcp);
      } catch (IOException | RuntimeException e) {
        tcp.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      udp.close();
      throw e;
    }
  }

  public int udpPort() throws IOException {
    return ((InetSocketAddress) udp.getLocalAddress()).getPort();
  }

  public int tcpPort() throws IOException {
    return ((InetSocketAddress) tcp.getLocalAddress()).getPort();
  }

  @Override
  public void close() throws IOException {
    try (udp;
        tcp) {
      // Both are closed, whatever happens with the first.
    }
  }
}

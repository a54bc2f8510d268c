package io.davit.network.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;

/// Opens sockets in the machine's own network namespace, towards its name servers.
public interface HostSockets {
  /// A socket with a random port, connected: it takes datagrams only from that server.
  DatagramChannel udp(InetSocketAddress server) throws IOException;

  /// An open socket, not connected yet.
  SocketChannel tcp() throws IOException;
}

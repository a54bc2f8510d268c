package io.davit.kernel.netlink;

import io.davit.kernel.ErrnoException;

/// Carries whole netlink datagrams to the kernel and back.
public interface NetlinkTransport extends AutoCloseable {
  /// Sends one datagram, which may hold several messages. The kernel has acted on all of them when
  /// this returns.
  void send(byte[] datagram) throws ErrnoException;

  /// The next datagram from the kernel.
  byte[] receive() throws ErrnoException;

  @Override
  void close();
}

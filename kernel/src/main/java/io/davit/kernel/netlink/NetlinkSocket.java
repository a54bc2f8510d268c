package io.davit.kernel.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A netlink socket (netlink(7)). It belongs for ever to the network namespace of the thread that
/// opened it, whichever thread uses it later.
public final class NetlinkSocket implements NetlinkTransport {
  /// The protocols (`linux/netlink.h`).
  public enum Protocol {
    NETLINK_ROUTE(0),
    NETLINK_NETFILTER(12);

    private final int number;

    Protocol(int number) {
      this.number = number;
    }
  }

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SOL_NETLINK = 270;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;

  private static final int MSG_PEEK = 2;
  private static final int MSG_TRUNC = 0x20;

  /// Above any batch that Davit sends: the kernel takes a datagram only as a whole.
  private static final int SEND_BYTES = 32 * 1024 * 1024;

  /// Room for the notices of some thousand links.
  private static final int NOTICE_BYTES = 16 * 1024 * 1024;

  /// The answer is there when a send returns; this only keeps a fault from hanging a thread.
  private static final long RECEIVE_TIMEOUT_SECONDS = 30;

  private final Protocol protocol;
  private final Fd fd;

  private NetlinkSocket(Protocol protocol, Fd fd) {
    this.protocol = protocol;
    this.fd = fd;
  }

  public static NetlinkSocket open(Protocol protocol) throws ErrnoException {
    Fd fd =
        new Fd(
            Syscall.invoke(
                protocol.name(),
                SystemCall.SOCKET,
                AF_NETLINK,
                SOCK_RAW | SOCK_CLOEXEC,
                protocol.number));
    try {
      setInt(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
      setInt(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1);
      setTimeout(fd);
      return new NetlinkSocket(protocol, fd);
    } catch (ErrnoException e) {
      fd.close();
      throw e;
    }
  }

  /// Allows datagrams beyond the system's default limit, for batches of many thousand rules.
  ///
  /// @throws ErrnoException EPERM without CAP_NET_ADMIN
  public NetlinkSocket withLargeSends() throws ErrnoException {
    setInt(fd, SOL_SOCKET, SO_SNDBUFFORCE, SEND_BYTES);
    return this;
  }

  /// Receives the notices of groups besides the answers. Should their reader fall behind, a
  /// [#receive] fails with ENOBUFS, and something was lost.
  ///
  /// @param groups numbers of `enum rtnetlink_groups` or its like, 1 to 32
  /// @throws ErrnoException EPERM without CAP_NET_ADMIN
  public NetlinkSocket withNotices(int... groups) throws ErrnoException {
    setInt(fd, SOL_SOCKET, SO_RCVBUFFORCE, NOTICE_BYTES);
    int bits = 0;
    for (int group : groups) {
      bits |= 1 << (group - 1);
    }
    try (Arena arena = Arena.ofConfined()) {
      // struct sockaddr_nl: family, a port of the kernel's choice, a bit for each group. A socket
      // without a port is passed over by notices that nobody asked to be spared.
      MemorySegment address = arena.allocateFrom(JAVA_INT, AF_NETLINK, 0, bits);
      Syscall.invoke(
          protocol.name() + " notices",
          SystemCall.BIND,
          fd.number(),
          Syscall.address(address),
          address.byteSize());
    }
    return this;
  }

  /// For waiting until something was received.
  public Fd fd() {
    return fd;
  }

  private static void setInt(Fd fd, int level, int option, int value) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(JAVA_INT, value);
      Syscall.invoke(
          "netlink option " + option,
          SystemCall.SETSOCKOPT,
          fd.number(),
          level,
          option,
          Syscall.address(segment),
          segment.byteSize());
    }
  }

  private static void setTimeout(Fd fd) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timeval = arena.allocateFrom(JAVA_LONG, RECEIVE_TIMEOUT_SECONDS, 0L);
      Syscall.invoke(
          "netlink receive timeout",
          SystemCall.SETSOCKOPT,
          fd.number(),
          SOL_SOCKET,
          SO_RCVTIMEO,
          Syscall.address(timeval),
          timeval.byteSize());
    }
  }

  @Override
  public void send(byte[] datagram) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(JAVA_BYTE, datagram);
      Syscall.invoke(
          protocol.name(),
          SystemCall.SENDTO,
          fd.number(),
          Syscall.address(segment),
          datagram.length,
          0,
          0,
          0);
    }
  }

  /// Asks for the length first: nearly all answers are short, and a buffer for the longest is 16
  /// pages to clear.
  @Override
  public byte[] receive() throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nothing = arena.allocate(1);
      long length = receive(nothing, MSG_PEEK | MSG_TRUNC);
      MemorySegment segment = arena.allocate(Math.max(1, length));
      return segment.asSlice(0, receive(segment, 0)).toArray(JAVA_BYTE);
    }
  }

  private long receive(MemorySegment segment, int flags) throws ErrnoException {
    while (true) {
      long received =
          Syscall.tryInvoke(
              SystemCall.RECVFROM,
              fd.number(),
              Syscall.address(segment),
              segment.byteSize(),
              flags,
              0,
              0);
      if (received >= 0) {
        return received;
      }
      if (-received != Errno.EINTR.number()) {
        throw new ErrnoException("recvfrom", (int) -received, protocol.name());
      }
    }
  }

  /// Safe to call twice.
  @Override
  public void close() {
    fd.close();
  }
}

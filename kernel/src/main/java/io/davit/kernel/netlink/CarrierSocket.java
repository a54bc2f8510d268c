package io.davit.kernel.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Asks whether links have a carrier (netdevice(7), `SIOCETHTOOL` with `ETHTOOL_GLINK`), in the
/// network namespace of the thread that opened it. Safe for concurrent use.
///
/// The question has a useful side effect: what waits to be done after a change of the carrier is
/// done before the answer. Otherwise a worker of the kernel does it some time later; until then a
/// bridge forwards nothing by a new port, and the first packet of a container is lost.
public final class CarrierSocket implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SIOCETHTOOL = 0x8946;
  private static final int ETHTOOL_GLINK = 0x0a;

  private final Fd fd;

  private CarrierSocket(Fd fd) {
    this.fd = fd;
  }

  public static CarrierSocket open() throws ErrnoException {
    return new CarrierSocket(
        new Fd(
            Syscall.invoke(
                "carrier of links", SystemCall.SOCKET, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)));
  }

  public boolean carrier(String link) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocateFrom(JAVA_INT, ETHTOOL_GLINK, 0);
      MemorySegment request = LinkRequest.of(arena, link);
      request.set(JAVA_LONG, LinkRequest.VALUE, Syscall.address(value));
      Syscall.invoke(
          "carrier of " + link,
          SystemCall.IOCTL,
          fd.number(),
          SIOCETHTOOL,
          Syscall.address(request));
      return value.getAtIndex(JAVA_INT, 1) != 0;
    }
  }

  /// Safe to call twice.
  @Override
  public void close() {
    fd.close();
  }
}

package io.davit.kernel.netlink;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Links, addresses and routes of one network namespace (rtnetlink(7)): that of the thread which
/// opened the session. Safe for concurrent use from any thread.
public final class RouteSession implements AutoCloseable {
  static final int IFINFO_BYTES = 16;
  static final int IFADDR_BYTES = 8;
  private static final int RTMSG_BYTES = 12;

  private final NetlinkSession session;

  public RouteSession(NetlinkSession session) {
    this.session = session;
  }

  public static RouteSession open() throws ErrnoException {
    return new RouteSession(
        new NetlinkSession(NetlinkSocket.open(NetlinkSocket.Protocol.NETLINK_ROUTE)));
  }

  /// @param master index of the bridge that it is a port of, or 0
  /// @param mac empty for a link without one
  public record Link(int index, String name, String mac, int mtu, int master, boolean up) {}

  /// An IPv4 address of a link.
  public record Address(int interfaceIndex, Inet4Address address, int prefixLength) {}

  /// An IPv4 route of any table.
  ///
  /// @param destination `0.0.0.0` with prefix length 0 for a default route
  /// @param interfaceIndex 0 where the route names none (several next hops, blackholes)
  /// @param table 254 is the main table, 255 that of the machine's own addresses
  public record Route(
      Inet4Address destination,
      int prefixLength,
      Optional<Inet4Address> gateway,
      int interfaceIndex,
      int metric,
      int table) {}

  /// Sends messages of [RouteMessages] together; later ones are acted upon also when an earlier one
  /// fails.
  public void execute(Request... requests) throws ErrnoException {
    session.execute(List.of(requests));
  }

  /// Deletes a link, and with one end of a veth pair the other; one that is absent is as good.
  public void deleteLink(String name) throws ErrnoException {
    try {
      session.execute(RouteMessages.deleteLink(name));
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENODEV)) {
        throw e;
      }
    }
  }

  public List<Link> links() throws ErrnoException {
    return session.dump(RouteMessages.getLinks()).stream().map(RouteSession::link).toList();
  }

  public Optional<Link> link(String name) throws ErrnoException {
    try {
      return Optional.of(link(session.get(RouteMessages.getLink(name))));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public List<Address> addresses() throws ErrnoException {
    return session.dump(RouteMessages.getAddresses()).stream().map(RouteSession::address).toList();
  }

  public List<Route> routes() throws ErrnoException {
    return session.dump(RouteMessages.getRoutes()).stream().map(RouteSession::route).toList();
  }

  private static Link link(Reply reply) {
    Reply.Attributes attributes = reply.attributes(IFINFO_BYTES);
    return new Link(
        reply.payload().getInt(4),
        attributes.text(RouteMessages.IFLA_IFNAME).orElse(""),
        attributes.bytes(RouteMessages.IFLA_ADDRESS).map(RouteSession::mac).orElse(""),
        attributes.u32(RouteMessages.IFLA_MTU).orElse(0),
        attributes.u32(RouteMessages.IFLA_MASTER).orElse(0),
        (reply.payload().getInt(8) & 1) != 0);
  }

  private static Address address(Reply reply) {
    Reply.Attributes attributes = reply.attributes(IFADDR_BYTES);
    return new Address(
        reply.payload().getInt(4),
        attributes
            .bytes(RouteMessages.IFA_LOCAL)
            .or(() -> attributes.bytes(RouteMessages.IFA_ADDRESS))
            .map(RouteSession::inet)
            .orElseThrow(),
        Byte.toUnsignedInt(reply.payload().get(1)));
  }

  private static Route route(Reply reply) {
    Reply.Attributes attributes = reply.attributes(RTMSG_BYTES);
    return new Route(
        attributes
            .bytes(RouteMessages.RTA_DST)
            .map(RouteSession::inet)
            .orElseGet(() -> inet(ByteBuffer.allocate(4))),
        Byte.toUnsignedInt(reply.payload().get(1)),
        attributes.bytes(RouteMessages.RTA_GATEWAY).map(RouteSession::inet),
        attributes.u32(RouteMessages.RTA_OIF).orElse(0),
        attributes.u32(RouteMessages.RTA_PRIORITY).orElse(0),
        attributes
            .u32(RouteMessages.RTA_TABLE)
            .orElseGet(() -> Byte.toUnsignedInt(reply.payload().get(4))));
  }

  private static Inet4Address inet(ByteBuffer value) {
    byte[] bytes = new byte[4];
    value.duplicate().get(bytes);
    try {
      return (Inet4Address) InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an IPv4 address", e);
    }
  }

  private static String mac(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return HexFormat.ofDelimiter(":").formatHex(bytes);
  }

  @Override
  public void close() {
    session.close();
  }
}

package io.davit.kernel.netlink;

import static io.davit.kernel.netlink.NetlinkSession.NLM_F_CREATE;
import static io.davit.kernel.netlink.NetlinkSession.NLM_F_EXCL;
import static io.davit.kernel.netlink.NetlinkSession.NLM_F_REPLACE;

import java.net.Inet4Address;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// The messages of rtnetlink(7), as values. Pure: nothing here touches the kernel.
public final class RouteMessages {
  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;
  static final int RTM_SETLINK = 19;
  static final int RTM_NEWADDR = 20;
  static final int RTM_DELADDR = 21;
  static final int RTM_GETADDR = 22;
  static final int RTM_NEWROUTE = 24;
  static final int RTM_DELROUTE = 25;
  static final int RTM_GETROUTE = 26;

  static final int IFLA_ADDRESS = 1;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_MTU = 4;
  static final int IFLA_MASTER = 10;
  static final int IFLA_LINKINFO = 18;
  private static final int IFLA_GROUP = 27;
  static final int IFLA_NET_NS_FD = 28;
  private static final int IFLA_EXT_MASK = 29;
  private static final int IFLA_NUM_TX_QUEUES = 31;
  private static final int IFLA_NUM_RX_QUEUES = 32;
  private static final int RTEXT_FILTER_SKIP_STATS = 8;
  static final int IFLA_INFO_KIND = 1;
  static final int IFLA_INFO_DATA = 2;
  private static final int IFLA_INFO_SLAVE_KIND = 4;
  private static final int IFLA_INFO_SLAVE_DATA = 5;
  private static final int VETH_INFO_PEER = 1;
  private static final int IFLA_BRPORT_MODE = 4;
  private static final int IFLA_BRPORT_ISOLATED = 33;

  static final int IFA_ADDRESS = 1;
  static final int IFA_LOCAL = 2;
  static final int IFA_LABEL = 3;
  private static final int IFA_BROADCAST = 4;

  static final int RTA_DST = 1;
  static final int RTA_OIF = 4;
  static final int RTA_GATEWAY = 5;
  static final int RTA_PRIORITY = 6;
  static final int RTA_TABLE = 15;

  static final int RT_TABLE_MAIN = 254;
  private static final int RTPROT_BOOT = 3;
  private static final int RTN_UNICAST = 1;

  static final int AF_INET = 2;
  private static final int IFF_UP = 1;

  private RouteMessages() {}

  /// A bridge that is up and forwards at once (no spanning tree).
  ///
  /// @param mac fixed, so that it does not change with the bridge's ports
  public static Request newBridge(String name, String mac, int mtu) {
    Request request =
        new Request("RTM_NEWLINK", "bridge " + name, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    return link(request, 0, IFF_UP, IFF_UP)
        .attribute(IFLA_IFNAME, name)
        .attribute(IFLA_ADDRESS, macBytes(mac))
        .attributeU32(IFLA_MTU, mtu)
        .nested(IFLA_LINKINFO, info -> info.attribute(IFLA_INFO_KIND, "bridge"));
  }

  /// A veth pair in one message (veth(4)): this end becomes a port of a bridge, the peer is born
  /// inside the other namespace under its final name. This end is up; the peer can only be set up
  /// afterwards (before, veth refuses with ENOTCONN).
  ///
  /// Each end has one queue. The kernel would give it one for every processor, each an object of
  /// sysfs to make and to remove, which nothing uses: a veth has no lock to share (`lltx`), and no
  /// polling to spread.
  ///
  /// @param namespaceFd a descriptor of the peer's network namespace
  public static Request newVeth(
      String name, int master, int mtu, String peerName, String peerMac, int namespaceFd) {
    Request request =
        new Request("RTM_NEWLINK", "veth " + name, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    Consumer<Request> peer =
        nested ->
            oneQueue(link(nested, 0, 0, 0))
                .attribute(IFLA_IFNAME, peerName)
                .attribute(IFLA_ADDRESS, macBytes(peerMac))
                .attributeU32(IFLA_MTU, mtu)
                .attributeU32(IFLA_NET_NS_FD, namespaceFd);
    return oneQueue(link(request, 0, IFF_UP, IFF_UP))
        .attribute(IFLA_IFNAME, name)
        .attributeU32(IFLA_MTU, mtu)
        .attributeU32(IFLA_MASTER, master)
        .nested(
            IFLA_LINKINFO,
            info ->
                info.attribute(IFLA_INFO_KIND, "veth")
                    .nested(IFLA_INFO_DATA, data -> data.nested(VETH_INFO_PEER, peer)));
  }

  public static Request setUp(int index) {
    return link(new Request("RTM_SETLINK", "link " + index, RTM_SETLINK, 0), index, IFF_UP, IFF_UP);
  }

  /// Makes a link a port of a bridge.
  public static Request setMaster(int index, int master) {
    return link(new Request("RTM_SETLINK", "link " + index, RTM_SETLINK, 0), index, 0, 0)
        .attributeU32(IFLA_MASTER, master);
  }

  /// How a port of a bridge behaves.
  ///
  /// @param isolated it exchanges nothing with other isolated ports, only with the bridge itself
  /// @param hairpin frames may leave by the port that they came from
  public static Request setBridgePort(String name, boolean isolated, boolean hairpin) {
    return link(new Request("RTM_NEWLINK", "bridge port " + name, RTM_NEWLINK, 0), 0, 0, 0)
        .attribute(IFLA_IFNAME, name)
        .nested(
            IFLA_LINKINFO,
            info ->
                info.attribute(IFLA_INFO_SLAVE_KIND, "bridge")
                    .nested(
                        IFLA_INFO_SLAVE_DATA,
                        port ->
                            port.attributeU8(IFLA_BRPORT_MODE, hairpin ? 1 : 0)
                                .attributeU8(IFLA_BRPORT_ISOLATED, isolated ? 1 : 0)));
  }

  public static Request deleteLink(String name) {
    return link(new Request("RTM_DELLINK", "link " + name, RTM_DELLINK, 0), 0, 0, 0)
        .attribute(IFLA_IFNAME, name);
  }

  /// Puts a link into a group of links: what [#deleteGroup] takes away together.
  public static Request setGroup(String name, int group) {
    return link(new Request("RTM_SETLINK", "link " + name, RTM_SETLINK, 0), 0, 0, 0)
        .attribute(IFLA_IFNAME, name)
        .attributeU32(IFLA_GROUP, group);
  }

  /// Deletes all links of a group. For many links this costs hardly more than for one: the kernel
  /// waits but once until nobody uses them.
  public static Request deleteGroup(int group) {
    return link(new Request("RTM_DELLINK", "group " + group, RTM_DELLINK, 0), 0, 0, 0)
        .attributeU32(IFLA_GROUP, group);
  }

  public static Request newAddress(int index, Inet4Address address, int prefixLength) {
    byte[] local = address.getAddress();
    byte[] broadcast = local.clone();
    for (int bit = prefixLength; bit < 32; bit++) {
      broadcast[bit / 8] |= (byte) (0x80 >> bit % 8);
    }
    String subject = address.getHostAddress() + "/" + prefixLength;
    return new Request("RTM_NEWADDR", subject, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE)
        .u8(AF_INET)
        .u8(prefixLength)
        .u8(0)
        .u8(0)
        .u32(index)
        .attribute(IFA_LOCAL, local)
        .attribute(IFA_ADDRESS, local)
        .attribute(IFA_BROADCAST, broadcast);
  }

  /// The default route by a gateway; replaces the one that exists.
  public static Request newDefaultRoute(Inet4Address gateway, OptionalInt interfaceIndex) {
    Request request =
        route("RTM_NEWROUTE", RTM_NEWROUTE, gateway, NLM_F_CREATE | NLM_F_REPLACE)
            .attribute(RTA_GATEWAY, gateway.getAddress());
    interfaceIndex.ifPresent(index -> request.attributeU32(RTA_OIF, index));
    return request;
  }

  public static Request deleteDefaultRoute(Inet4Address gateway) {
    return route("RTM_DELROUTE", RTM_DELROUTE, gateway, 0)
        .attribute(RTA_GATEWAY, gateway.getAddress());
  }

  private static Request route(String call, int type, Inet4Address gateway, int flags) {
    return new Request(call, "default by " + gateway.getHostAddress(), type, flags)
        .u8(AF_INET)
        .u8(0)
        .u8(0)
        .u8(0)
        .u8(RT_TABLE_MAIN)
        .u8(RTPROT_BOOT)
        .u8(0)
        .u8(RTN_UNICAST)
        .u32(0);
  }

  static Request getLinks() {
    return link(new Request("RTM_GETLINK", "all links", RTM_GETLINK, 0), 0, 0, 0)
        .attributeU32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  }

  static Request getLink(String name) {
    return link(new Request("RTM_GETLINK", "link " + name, RTM_GETLINK, 0), 0, 0, 0)
        .attribute(IFLA_IFNAME, name)
        .attributeU32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  }

  static Request getAddresses() {
    return new Request("RTM_GETADDR", "all addresses", RTM_GETADDR, 0)
        .u8(AF_INET)
        .u8(0)
        .u16(0)
        .u32(0);
  }

  static Request getRoutes() {
    return new Request("RTM_GETROUTE", "all routes", RTM_GETROUTE, 0)
        .u8(AF_INET)
        .u8(0)
        .u16(0)
        .u32(0)
        .u32(0);
  }

  private static Request oneQueue(Request link) {
    return link.attributeU32(IFLA_NUM_TX_QUEUES, 1).attributeU32(IFLA_NUM_RX_QUEUES, 1);
  }

  private static Request link(Request request, int index, int flags, int change) {
    return request.u8(0).u8(0).u16(0).u32(index).u32(flags).u32(change);
  }

  private static byte[] macBytes(String mac) {
    return HexFormat.ofDelimiter(":").parseHex(mac);
  }
}

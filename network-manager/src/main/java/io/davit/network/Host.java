package io.davit.network;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.netlink.CarrierSocket;
import io.davit.kernel.netlink.RouteSession;
import io.davit.kernel.netns.NetworkNamespace;
import io.davit.kernel.nftables.NftSession;
import io.davit.network.dns.HostSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The machine's side of the networks: its links, routes, rules and settings. Safe for concurrent
/// use; sessions with the kernel are opened by the first who needs them.
final class Host implements HostSockets, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Host.class.getName());
  private static final Path SYSCTL = Path.of("/proc/sys");
  private static final int DEFAULT_MTU = 1500;
  private static final int LOCAL_TABLE = 255;

  private final NetworkNamespace namespace;
  private Optional<RouteSession> routes = Optional.empty();
  private Optional<NftSession> nft = Optional.empty();
  private Optional<CarrierSocket> carriers = Optional.empty();

  /// @param namespace the engine's own, or one that plays the machine
  Host(NetworkNamespace namespace) {
    this.namespace = namespace;
  }

  <T> T call(NetworkNamespace.Task<T> task) throws ErrnoException, IOException {
    return namespace.call(task);
  }

  synchronized RouteSession routes() throws ErrnoException, IOException {
    if (routes.isEmpty()) {
      routes = Optional.of(namespace.call(RouteSession::open));
    }
    return routes.get();
  }

  synchronized NftSession nft() throws ErrnoException, IOException {
    if (nft.isEmpty()) {
      nft = Optional.of(namespace.call(NftSession::open));
    }
    return nft.get();
  }

  synchronized CarrierSocket carriers() throws ErrnoException, IOException {
    if (carriers.isEmpty()) {
      carriers = Optional.of(namespace.call(CarrierSocket::open));
    }
    return carriers.get();
  }

  @Override
  public DatagramChannel udp(InetSocketAddress server) throws IOException {
    return open(
        () -> {
          DatagramChannel channel = DatagramChannel.open();
          try {
            channel.connect(server);
            return channel;
          } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException("no way to " + server, e);
          }
        });
  }

  @Override
  public SocketChannel tcp() throws IOException {
    return open(SocketChannel::open);
  }

  /// An IPv4 socket that is not connected yet.
  SocketChannel tcp4() throws IOException {
    return open(() -> SocketChannel.open(StandardProtocolFamily.INET));
  }

  private <T> T open(NetworkNamespace.Task<T> task) throws IOException {
    try {
      return namespace.call(task);
    } catch (ErrnoException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Forgets connection tracking's entries of datagrams to these ports: a client that goes on
  /// sending would else be led for ever where the port led before.
  void forgetDatagramFlows(List<Networks.PublishedPort> ports) throws ErrnoException, IOException {
    for (Networks.PublishedPort port : ports) {
      if (port.protocol().equals("udp")) {
        forgetDatagramFlows(port.hostPort());
      }
    }
  }

  /// A kernel whose module nf_conntrack_netlink is neither there nor can be loaded publishes the
  /// port nevertheless.
  private void forgetDatagramFlows(int port) throws ErrnoException, IOException {
    try {
      nft().forgetUdpFlows(port);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "udp port %d: whoever sent to it before and does not pause for half a minute may still be led to a container that is gone: the kernel has no nf_conntrack_netlink"
              .formatted(port));
    }
  }

  /// What must be so for a bridge to route: the machine forwards, packets from 127/8 may be sent to
  /// containers (published ports on localhost), and the bridge has no IPv6 of its own.
  void prepareBridge(String bridge) throws ErrnoException, IOException {
    namespace.call(
        () -> {
          Path forward = SYSCTL.resolve("net/ipv4/ip_forward");
          if (Files.readString(forward).strip().equals("0")) {
            Files.writeString(forward, "1");
          }
          Files.writeString(SYSCTL.resolve("net/ipv4/conf/" + bridge + "/route_localnet"), "1");
          Path noIpv6 = SYSCTL.resolve("net/ipv6/conf/" + bridge + "/disable_ipv6");
          if (Files.exists(noIpv6)) {
            Files.writeString(noIpv6, "1");
          }
          return true;
        });
  }

  /// Whether bridged frames pass through the rules for routed ones too (br_netfilter).
  boolean filtersBridges() throws ErrnoException, IOException {
    return namespace.call(
        () -> {
          Path setting = SYSCTL.resolve("net/bridge/bridge-nf-call-iptables");
          return Files.exists(setting) && Files.readString(setting).strip().equals("1");
        });
  }

  /// The MTU of the link that the default route goes by: what leaves a container there need not be
  /// fragmented.
  int mtu() throws ErrnoException, IOException {
    Optional<RouteSession.Route> route =
        routes().routes().stream()
            .filter(candidate -> candidate.prefixLength() == 0 && candidate.interfaceIndex() != 0)
            .min(Comparator.comparingInt(RouteSession.Route::metric));
    if (route.isEmpty()) {
      return DEFAULT_MTU;
    }
    return routes().links().stream()
        .filter(link -> link.index() == route.get().interfaceIndex())
        .mapToInt(RouteSession.Link::mtu)
        .findFirst()
        .orElse(DEFAULT_MTU);
  }

  /// The blocks that the machine reaches by its routes, those by the given links left out.
  ///
  /// @param prefix of the names of links that do not count
  List<Subnets.Taken> routedBlocks(String prefix) throws ErrnoException, IOException {
    Map<Integer, String> names =
        routes().links().stream()
            .collect(Collectors.toMap(RouteSession.Link::index, RouteSession.Link::name));
    List<Subnets.Taken> taken = new ArrayList<>();
    for (RouteSession.Route route : routes().routes()) {
      String link = names.getOrDefault(route.interfaceIndex(), "");
      if (route.prefixLength() == 0 || link.startsWith(prefix)) {
        continue;
      }
      Cidr block = new Cidr(Cidr.address(route.destination()), route.prefixLength());
      String by =
          route.gateway().map(gateway -> " by " + gateway.getHostAddress()).orElse("")
              + (link.isEmpty() ? "" : " on " + link);
      String owner =
          route.table() == LOCAL_TABLE ? "an address of the machine" + by : "a route" + by;
      taken.add(new Subnets.Taken(block, owner, route.gateway().isEmpty()));
    }
    return taken;
  }

  @Override
  public synchronized void close() {
    routes.ifPresent(RouteSession::close);
    nft.ifPresent(NftSession::close);
    carriers.ifPresent(CarrierSocket::close);
    carriers = Optional.empty();
    routes = Optional.empty();
    nft = Optional.empty();
  }
}

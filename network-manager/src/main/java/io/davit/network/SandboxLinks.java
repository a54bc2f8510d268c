package io.davit.network;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.netlink.Request;
import io.davit.kernel.netlink.RouteMessages;
import io.davit.kernel.netlink.RouteSession;
import io.davit.kernel.netns.NetworkNamespace;
import io.davit.kernel.nftables.NftSession;
import io.davit.network.Networks.Endpoint;
import io.davit.network.dns.ResolverSockets;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The kernel's side of sandboxes: namespaces with their pins, veth pairs, addresses, default
/// routes and the way to the resolver. It holds no state.
final class SandboxLinks {
  private static final int LOOPBACK = 1;
  private static final Path SYSCTL = Path.of("/proc/sys/net");

  /// Settings of a fresh namespace. Networks have IPv4 addresses only: an interface with nothing
  /// but a link-local IPv6 address makes programs wait for connections that cannot come about. Any
  /// user of a container may serve port 80 and send echo requests, as in Docker's containers.
  private static final Map<String, String> SETTINGS =
      Map.of(
          "ipv6/conf/default/disable_ipv6", "1",
          "ipv4/ip_unprivileged_port_start", "0",
          "ipv4/ping_group_range", "0 2147483647");

  private final Host host;
  private final Names names;
  private final LinkRemoval removal;
  private final Path pins;

  /// @param pins the directory of the pins
  SandboxLinks(Host host, Names names, LinkRemoval removal, Path pins) {
    this.host = host;
    this.names = names;
    this.removal = removal;
    this.pins = pins;
  }

  Path pin(String sandboxId) {
    return pins.resolve(sandboxId);
  }

  /// A sandbox's namespace, seen from inside.
  ///
  /// @param sockets those of the resolver, if it has one
  record Inside(RouteSession routes, Optional<ResolverSockets> sockets) implements AutoCloseable {
    /// The resolver's sockets stay open.
    @Override
    public void close() {
      routes.close();
    }
  }

  /// An endpoint and what it is connected to.
  ///
  /// @param bridge the index of the bridge
  record Attachment(Endpoint endpoint, int bridge, int mtu, boolean isolated) {}

  /// Makes a sandbox's namespace, with the loopback interface up.
  Inside create(String sandboxId, boolean resolver) throws ErrnoException, IOException {
    if (!Files.isDirectory(pins)) {
      Files.createDirectories(pins);
    }
    return NetworkNamespace.create(
        pin(sandboxId),
        () -> {
          RouteSession routes = RouteSession.open();
          try {
            routes.execute(RouteMessages.setUp(LOOPBACK));
            configure();
            return new Inside(
                routes, resolver ? Optional.of(openResolver(false)) : Optional.empty());
          } catch (ErrnoException | IOException | RuntimeException e) {
            routes.close();
            throw e;
          }
        });
  }

  private static void configure() throws IOException {
    for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
      try {
        Files.writeString(
            SYSCTL.resolve(setting.getKey()), setting.getValue(), StandardOpenOption.WRITE);
      } catch (NoSuchFileException none) {
        // A kernel without IPv6 has no settings of it.
      }
    }
  }

  /// Enters a namespace that stands already, with fresh sockets for the resolver.
  Inside enter(String sandboxId, boolean resolver) throws ErrnoException, IOException {
    return new NetworkNamespace.Pinned(pin(sandboxId))
        .call(
            () ->
                new Inside(
                    RouteSession.open(),
                    resolver ? Optional.of(openResolver(true)) : Optional.empty()));
  }

  /// Whether a sandbox's namespace stands: a pin is no more than a file after a reboot.
  boolean stands(String sandboxId) throws ErrnoException, IOException {
    if (!Files.exists(pin(sandboxId))) {
      return false;
    }
    try {
      return new NetworkNamespace.Pinned(pin(sandboxId)).call(() -> true);
    } catch (ErrnoException e) {
      if (e.is(Errno.EINVAL) || e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  private static ResolverSockets openResolver(boolean again) throws ErrnoException, IOException {
    ResolverSockets sockets = ResolverSockets.open();
    try (NftSession nft = NftSession.open()) {
      int udp = sockets.udpPort();
      int tcp = sockets.tcpPort();
      nft.commit(again ? ResolverRules.replace(udp, tcp) : ResolverRules.install(udp, tcp));
      return sockets;
    } catch (ErrnoException | IOException | RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  /// Connects a sandbox: a veth pair from its namespace into a bridge, and its address.
  ///
  /// @param outward whether the default route leads by this endpoint
  void attach(String sandboxId, Inside inside, Attachment attachment, boolean outward)
      throws ErrnoException, IOException {
    Endpoint endpoint = attachment.endpoint();
    String veth = names.veth(endpoint.endpointId());
    // A container that was just stopped and starts again.
    removal.await(veth);
    try (Fd namespace = NetworkNamespace.open(pin(sandboxId))) {
      List<Request> pair = new ArrayList<>();
      pair.add(
          RouteMessages.newVeth(
              veth,
              attachment.bridge(),
              attachment.mtu(),
              endpoint.interfaceName(),
              endpoint.macAddress(),
              namespace.number()));
      pair.addAll(portSettings(veth, attachment));
      host.routes().execute(pair.toArray(Request[]::new));
    }
    int index = index(inside, endpoint);
    List<Request> requests = new ArrayList<>();
    requests.add(
        RouteMessages.newAddress(index, inet(endpoint.address()), endpoint.prefixLength()));
    requests.add(RouteMessages.setUp(index));
    if (outward) {
      requests.add(RouteMessages.newDefaultRoute(inet(endpoint.gateway()), OptionalInt.of(index)));
    }
    inside.routes().execute(requests.toArray(Request[]::new));
    // From here on the bridge forwards what the container sends, its first packet too.
    if (!host.carriers().carrier(veth)) {
      throw new IOException("link " + veth + " has no carrier");
    }
  }

  private static int index(Inside inside, Endpoint endpoint) throws ErrnoException {
    return inside
        .routes()
        .link(endpoint.interfaceName())
        .map(RouteSession.Link::index)
        .orElseThrow();
  }

  /// Puts back what is missing of an endpoint.
  void repair(String sandboxId, Inside inside, Attachment attachment)
      throws ErrnoException, IOException {
    Optional<RouteSession.Link> veth =
        host.routes().link(names.veth(attachment.endpoint().endpointId()));
    if (veth.isEmpty()) {
      attach(sandboxId, inside, attachment, false);
    } else if (veth.get().master() != attachment.bridge()) {
      host.routes().execute(RouteMessages.setMaster(veth.get().index(), attachment.bridge()));
      host.routes().execute(portSettings(veth.get().name(), attachment).toArray(Request[]::new));
    }
  }

  /// How the port of an endpoint behaves. Where bridged frames are filtered as routed ones, the
  /// rules keep apart what must not talk, and a container reaches itself by a published port only
  /// if its frames may return by the port that they came from. Elsewhere the bridge isolates.
  private List<Request> portSettings(String veth, Attachment attachment)
      throws ErrnoException, IOException {
    boolean filtered = host.filtersBridges();
    boolean isolated = attachment.isolated() && !filtered;
    return filtered || isolated
        ? List.of(RouteMessages.setBridgePort(veth, isolated, filtered))
        : List.of();
  }

  /// Begins to take an endpoint's links away.
  ///
  /// @param gone what to do when they are gone
  void beginDetach(String endpointId, Runnable gone) {
    removal.begin(names.veth(endpointId), gone);
  }

  /// Takes an endpoint's links away.
  void detach(String endpointId) throws ErrnoException, IOException {
    removal.remove(names.veth(endpointId));
  }

  /// Makes an endpoint's gateway the way to everything else.
  static void routeBy(Inside inside, Endpoint endpoint) throws ErrnoException {
    OptionalInt index = OptionalInt.of(index(inside, endpoint));
    inside.routes().execute(RouteMessages.newDefaultRoute(inet(endpoint.gateway()), index));
  }

  /// Safe to call twice.
  void remove(String sandboxId) throws ErrnoException, IOException {
    NetworkNamespace.unpin(pin(sandboxId));
  }

  /// The ids of all sandboxes that have a pin, standing or not.
  List<String> pinned() throws IOException {
    List<String> ids = new ArrayList<>();
    if (Files.isDirectory(pins)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(pins)) {
        files.forEach(file -> ids.add(String.valueOf(file.getFileName())));
      }
    }
    return ids;
  }

  private static Inet4Address inet(String address) {
    return Cidr.inet(Cidr.parseAddress(address).orElseThrow());
  }
}

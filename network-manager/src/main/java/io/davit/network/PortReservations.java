package io.davit.network;

import io.davit.kernel.ErrnoException;
import io.davit.network.Networks.PublishedPort;
import io.davit.network.SandboxSpec.PortSpec;
import io.davit.problem.Conflict;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/// The ports of the host that are published. A socket is bound for each, so that nobody else takes
/// it, and that one in use is found by the kernel itself; nothing else is a reservation. For tcp
/// the socket listens, and a [PortRelay] serves what reaches it. Safe for concurrent use.
final class PortReservations {
  static final String ANY = "0.0.0.0";
  private static final int LARGEST_PORT = 65_535;

  private final Host host;
  private final Map<PublishedPort, String> holders = new ConcurrentHashMap<>();

  PortReservations(Host host) {
    this.host = host;
  }

  /// A reserved port, until it is closed.
  record Reservation(PublishedPort port, Channel socket, Runnable onClose)
      implements AutoCloseable {
    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        onClose.run();
      }
    }
  }

  /// Reserves a port of each spec: all or none.
  ///
  /// @param target the container's address, for connections that are relayed
  /// @throws Conflict naming who holds the port
  List<Reservation> reserve(String container, List<PortSpec> specs, IntSupplier target) {
    List<Reservation> reserved = new ArrayList<>();
    try {
      for (PortSpec spec : specs) {
        reserved.add(reserve(container, spec, target));
      }
      return reserved;
    } catch (RuntimeException e) {
      reserved.forEach(Reservation::close);
      throw e;
    }
  }

  private Reservation reserve(String container, PortSpec spec, IntSupplier target) {
    check(spec);
    String address = spec.hostAddress().isEmpty() ? ANY : spec.hostAddress();
    for (int port = spec.hostPortFrom(); port <= spec.hostPortTo(); port++) {
      PublishedPort wanted =
          new PublishedPort(address, port, spec.containerPort(), spec.protocol());
      Optional<Reservation> reservation = bind(container, wanted, target);
      if (reservation.isPresent()) {
        return reservation.get();
      }
    }
    throw taken(spec, address);
  }

  private static void check(PortSpec spec) {
    Resource where = new Resource("port", String.valueOf(spec.containerPort()));
    if (!spec.protocol().equals("tcp") && !spec.protocol().equals("udp")) {
      throw new Unsupported(
          "publishing \"%s\" ports is not supported".formatted(spec.protocol()),
          where,
          "publish tcp or udp ports");
    }
    boolean literal =
        spec.hostAddress().isEmpty()
            || spec.hostAddress().indexOf(':') >= 0
            || Cidr.parseAddress(spec.hostAddress()).isPresent();
    if (!literal) {
      throw new InvalidInput(
          "\"%s\" is not an address to publish a port on".formatted(spec.hostAddress()),
          where,
          "write an IP address of this machine, or leave it out for all");
    }
    boolean inOrder =
        spec.hostPortFrom() >= 0
            && spec.hostPortFrom() <= spec.hostPortTo()
            && spec.hostPortTo() <= LARGEST_PORT
            && spec.containerPort() >= 1
            && spec.containerPort() <= LARGEST_PORT;
    if (!inOrder) {
      throw new InvalidInput(
          "ports %d-%d to container port %d are out of range"
              .formatted(spec.hostPortFrom(), spec.hostPortTo(), spec.containerPort()),
          where,
          "ports go from 1 to 65535");
    }
    if (spec.hostAddress().indexOf(':') >= 0 && spec.protocol().equals("udp")) {
      throw new Unsupported(
          "publishing a udp port on the IPv6 address \"%s\" is not supported"
              .formatted(spec.hostAddress()),
          where,
          "publish it on an IPv4 address");
    }
  }

  /// A reservation, or empty when the port is in use.
  private Optional<Reservation> bind(String container, PublishedPort wanted, IntSupplier target) {
    return Refusal.guard(
            "reserving port " + wanted.hostPort(),
            () -> host.call(() -> wanted.protocol().equals("tcp") ? tcp(wanted) : udp(wanted)))
        .map(
            bound -> {
              holders.put(bound.port(), container);
              if (bound.socket() instanceof ServerSocketChannel listener) {
                new PortRelay(host, listener, target, wanted.containerPort()).start();
              }
              return new Reservation(
                  bound.port(), bound.socket(), () -> holders.remove(bound.port()));
            });
  }

  private record Bound(PublishedPort port, Channel socket) {}

  private static Optional<Bound> tcp(PublishedPort wanted) throws IOException {
    // For all addresses: of both families, so that `localhost` may also be ::1.
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(address(wanted));
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      return Optional.of(new Bound(withPort(wanted, port), channel));
    } catch (IOException e) {
      channel.close();
      return Optional.empty();
    }
  }

  private static Optional<Bound> udp(PublishedPort wanted) throws IOException {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      channel.bind(address(wanted));
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      return Optional.of(new Bound(withPort(wanted, port), channel));
    } catch (IOException e) {
      channel.close();
      return Optional.empty();
    }
  }

  private static PublishedPort withPort(PublishedPort wanted, int port) {
    return new PublishedPort(wanted.hostAddress(), port, wanted.containerPort(), wanted.protocol());
  }

  private static InetSocketAddress address(PublishedPort wanted) throws IOException {
    return wanted.hostAddress().equals(ANY)
        ? new InetSocketAddress(wanted.hostPort())
        : new InetSocketAddress(InetAddress.getByName(wanted.hostAddress()), wanted.hostPort());
  }

  private RuntimeException taken(PortSpec spec, String address) {
    Resource where = new Resource("port", String.valueOf(spec.hostPortFrom()));
    if (!address.equals(ANY) && !ofThisMachine(address)) {
      return new InvalidInput(
          "address \"%s\" is none of this machine's".formatted(address),
          where,
          "publish on an address that `ip address` shows, or leave it out for all");
    }
    if (spec.hostPortFrom() != spec.hostPortTo()) {
      return new Conflict(
          "no port of %d-%d is free".formatted(spec.hostPortFrom(), spec.hostPortTo()),
          where,
          "choose a larger range, or stop what uses these ports");
    }
    String owner =
        holder(spec.protocol(), spec.hostPortFrom(), address)
            .or(() -> process(spec))
            .orElse("a process that cannot be seen from here");
    return new Conflict(
        "port %d is taken by %s".formatted(spec.hostPortFrom(), owner),
        where,
        "stop it, or publish another port");
  }

  private Optional<String> holder(String protocol, int port, String address) {
    return holders.entrySet().stream()
        .filter(
            entry ->
                entry.getKey().protocol().equals(protocol)
                    && entry.getKey().hostPort() == port
                    && (address.equals(ANY)
                        || entry.getKey().hostAddress().equals(ANY)
                        || entry.getKey().hostAddress().equals(address)))
        .map(entry -> "container \"" + entry.getValue() + "\"")
        .findFirst();
  }

  private Optional<String> process(PortSpec spec) {
    return Refusal.guard(
        "looking for the owner of port " + spec.hostPortFrom(),
        () -> host.call(() -> PortOwner.find(spec.protocol(), spec.hostPortFrom())));
  }

  private boolean ofThisMachine(String text) {
    Optional<Integer> address = Cidr.parseAddress(text);
    return address.isEmpty()
        || address.get() >>> 24 == 127
        || Refusal.guard("listing addresses", () -> addresses().contains(address.get()));
  }

  private List<Integer> addresses() throws ErrnoException, IOException {
    return host.routes().addresses().stream().map(one -> Cidr.address(one.address())).toList();
  }
}

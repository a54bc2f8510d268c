package io.davit.network.dns;

import io.davit.network.Cidr;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Answers from the [NameTable] what it can.
public final class Zone {
  private static final String REVERSE = ".in-addr.arpa";

  private final NameTable names;
  private final RandomGenerator random;

  /// @param random orders the replicas of a name, anew for every query
  Zone(NameTable names, RandomGenerator random) {
    this.names = names;
    this.random = random;
  }

  /// What a sandbox sees.
  ///
  /// @param networks ids of its networks, in the order in which they are asked
  /// @param links names of its own, and those that they stand for; all in lower case
  /// @param subnets of those networks
  /// @param servers where unknown names are asked, instead of the machine's servers
  /// @param forwards whether unknown names are asked anywhere: not on internal networks
  public record View(
      List<String> networks,
      Map<String, String> links,
      List<Cidr> subnets,
      List<String> servers,
      boolean forwards) {
    public View {
      links = Map.copyOf(links);
      networks = List.copyOf(networks);
      subnets = List.copyOf(subnets);
      servers = List.copyOf(servers);
    }
  }

  /// The answer, or empty when the query is to be forwarded.
  ///
  /// @param limit the most bytes that the transport takes
  Optional<ByteBuffer> answer(View view, DnsQuery query, int limit) {
    if (!query.standard()) {
      return Optional.of(DnsReply.empty(query, DnsReply.NOT_IMPLEMENTED));
    }
    if (query.type() == DnsQuery.PTR && query.name().endsWith(REVERSE)) {
      Optional<ByteBuffer> reverse = reverse(view, query, limit);
      if (reverse.isPresent()) {
        return reverse;
      }
    } else {
      String name = view.links().getOrDefault(query.name(), query.name());
      List<Integer> addresses = names.addresses(view.networks(), name);
      if (!addresses.isEmpty()) {
        return Optional.of(forward(query, addresses, limit));
      }
    }
    if (view.forwards()) {
      return Optional.empty();
    }
    // A name without a dot can only be one of ours; about others nothing can be said from here.
    boolean ours = query.name().indexOf('.') < 0;
    return Optional.of(
        DnsReply.empty(query, ours ? DnsReply.NO_SUCH_NAME : DnsReply.SERVER_FAILURE));
  }

  private ByteBuffer forward(DnsQuery query, List<Integer> addresses, int limit) {
    if (query.type() != DnsQuery.A && query.type() != DnsQuery.ANY) {
      // The name exists, but not with this type: clients that ask for AAAA too must not take that
      // for "no such name".
      return DnsReply.empty(query, 0);
    }
    List<Integer> order = addresses;
    if (addresses.size() > 1) {
      order = new ArrayList<>(addresses);
      Collections.shuffle(order, random);
    }
    return DnsReply.addresses(query, order.stream().map(Cidr::bytes).toList(), limit);
  }

  /// Addresses of the sandbox's own networks are answered here in any case.
  private Optional<ByteBuffer> reverse(View view, DnsQuery query, int limit) {
    String[] octets =
        query.name().substring(0, query.name().length() - REVERSE.length()).split("\\.", -1);
    if (octets.length != 4) {
      return Optional.empty();
    }
    return Cidr.parseAddress("%s.%s.%s.%s".formatted(octets[3], octets[2], octets[1], octets[0]))
        .filter(address -> view.subnets().stream().anyMatch(subnet -> subnet.contains(address)))
        .map(
            address ->
                names
                    .name(view.networks(), address)
                    .map(name -> DnsReply.pointer(query, name, limit))
                    .orElseGet(() -> DnsReply.empty(query, DnsReply.NO_SUCH_NAME)));
  }
}

package io.davit.network;

import static io.davit.kernel.nftables.Expression.Bytes;

import io.davit.kernel.netlink.Request;
import io.davit.kernel.nftables.Expression;
import io.davit.kernel.nftables.Expression.Compare;
import io.davit.kernel.nftables.Expression.Conntrack;
import io.davit.kernel.nftables.Expression.Decide;
import io.davit.kernel.nftables.Expression.DestinationNat;
import io.davit.kernel.nftables.Expression.DestinationType;
import io.davit.kernel.nftables.Expression.Lookup;
import io.davit.kernel.nftables.Expression.MapLookup;
import io.davit.kernel.nftables.Expression.Mask;
import io.davit.kernel.nftables.Expression.Masquerade;
import io.davit.kernel.nftables.Expression.Meta;
import io.davit.kernel.nftables.Expression.Payload;
import io.davit.kernel.nftables.Expression.Verdict;
import io.davit.kernel.nftables.NftMessages;
import io.davit.kernel.nftables.NftMessages.Element;
import io.davit.kernel.nftables.NftMessages.Field;
import io.davit.kernel.nftables.NftMessages.Hook;
import io.davit.kernel.nftables.NftMessages.SetSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The nftables of one engine on the host. The rules never change: which bridges there are, and
/// what is published, are elements of sets and maps, one each. Pure: it makes messages.
///
/// ```
/// raw prerouting   from a bridge to 127/8: drop (route_localnet lets such packets in)
/// nat prerouting   to an address of the machine: publish
/// nat output       to an address of the machine, 127/8 too: publish
/// publish          new destination from `ports_at` (address, protocol, port) or `ports`
/// forward          towards a bridge: `inward`; out of an internal one: drop
/// inward           replies: accept; bridge to itself, if it may: accept; internal: drop;
///                  published: accept; drop
/// nat postrouting  published port reached from the target's own network, or from 127/8: the
///                  bridge's address becomes the source, so that replies come back this way;
///                  from a bridge outwards: masquerade
/// ```
final class HostRules {
  private static final String BRIDGES = "bridges";
  private static final String INTERNAL = "internal";
  private static final String MASQUERADED = "masqueraded";
  private static final String TALKING = "talking";
  private static final String HAIRPIN = "hairpin";
  private static final String PORTS = "ports";
  private static final String PORTS_AT = "ports_at";
  private static final int RTN_LOCAL = 2;
  private static final int ESTABLISHED_OR_RELATED = 2 | 4;
  private static final int STATUS_DST_NAT = 1 << 5;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final NftMessages messages;

  HostRules(String table) {
    this.messages = new NftMessages(table);
  }

  /// A published port and where it leads.
  record Publication(Networks.PublishedPort port, int target) {}

  /// Everything anew in one transaction: connections that stand are not disturbed.
  List<Request> rebuild(List<Networks.Network> networks, List<Publication> publications) {
    List<Request> all = new ArrayList<>(remove());
    all.add(messages.newTable());
    addSets(all);
    addChains(all);
    rules().forEach((chain, list) -> list.forEach(r -> all.add(messages.newRule(chain, r))));
    networks.forEach(network -> all.addAll(add(network)));
    all.addAll(publish(publications));
    return all;
  }

  /// Takes the table away; also when there is none.
  List<Request> remove() {
    return List.of(messages.newTable(), messages.deleteTable());
  }

  List<Request> add(Networks.Network network) {
    List<Request> all = new ArrayList<>();
    elements(network).forEach((set, list) -> all.addAll(messages.newElements(set, list)));
    return all;
  }

  List<Request> remove(Networks.Network network) {
    List<Request> all = new ArrayList<>();
    elements(network).forEach((set, list) -> all.addAll(messages.deleteElements(set, list)));
    return all;
  }

  List<Request> publish(List<Publication> publications) {
    List<Request> all = new ArrayList<>();
    ports(publications).forEach((map, list) -> all.addAll(messages.newElements(map, list)));
    return all;
  }

  List<Request> withdraw(List<Publication> publications) {
    List<Request> all = new ArrayList<>();
    ports(publications).forEach((map, list) -> all.addAll(messages.deleteElements(map, list)));
    return all;
  }

  private void addSets(List<Request> all) {
    List<Field> port = List.of(Field.INET_PROTO, Field.INET_SERVICE);
    List<Field> portAt = List.of(Field.IPV4_ADDR, Field.INET_PROTO, Field.INET_SERVICE);
    List<Field> target = List.of(Field.IPV4_ADDR, Field.INET_SERVICE);
    List<SetSpec> sets =
        List.of(
            new SetSpec(BRIDGES, List.of(Field.IFNAME), List.of(), false),
            new SetSpec(INTERNAL, List.of(Field.IFNAME), List.of(), false),
            new SetSpec(MASQUERADED, List.of(Field.IFNAME), List.of(), false),
            new SetSpec(TALKING, List.of(Field.IFNAME, Field.IFNAME), List.of(), false),
            new SetSpec(HAIRPIN, List.of(Field.IFNAME, Field.IPV4_ADDR), List.of(), true),
            new SetSpec(PORTS, port, target, false),
            new SetSpec(PORTS_AT, portAt, target, false));
    for (int i = 0; i < sets.size(); i++) {
      all.add(messages.newSet(sets.get(i), i + 1));
    }
  }

  private void addChains(List<Request> all) {
    all.add(messages.newChain("raw-prerouting", Hook.RAW_PREROUTING));
    all.add(messages.newChain("nat-prerouting", Hook.NAT_PREROUTING));
    all.add(messages.newChain("nat-output", Hook.NAT_OUTPUT));
    all.add(messages.newChain("nat-postrouting", Hook.NAT_POSTROUTING));
    all.add(messages.newChain("forward", Hook.FILTER_FORWARD));
    all.add(messages.newChain("publish"));
    all.add(messages.newChain("inward"));
  }

  /// The rules by chain, in order.
  static Map<String, List<List<Expression>>> rules() {
    Map<String, List<List<Expression>>> rules = new LinkedHashMap<>();
    rules.put(
        "raw-prerouting",
        List.of(rule(from(BRIDGES), loopback(16), List.of(new Decide(Verdict.DROP)))));
    List<Expression> publishLocal =
        List.of(
            new DestinationType(1),
            new Compare(1, true, Bytes.native32(RTN_LOCAL)),
            new Decide(Verdict.jump("publish")));
    rules.put(
        "nat-prerouting",
        List.of(rule(loopback(16), List.of(new Decide(Verdict.RETURN))), publishLocal));
    rules.put("nat-output", List.of(publishLocal));
    rules.put("publish", publishRules());
    rules.put(
        "forward",
        List.of(
            rule(towards(BRIDGES, true), List.of(new Decide(Verdict.jump("inward")))),
            rule(from(INTERNAL), List.of(new Decide(Verdict.DROP)))));
    rules.put("inward", inwardRules());
    rules.put("nat-postrouting", postroutingRules());
    return rules;
  }

  /// How many rules there are, always.
  static int count() {
    return rules().values().stream().mapToInt(List::size).sum();
  }

  private static List<List<Expression>> publishRules() {
    return List.of(
        List.of(
            new Payload(Payload.Base.NETWORK, 16, 4, 1),
            new Meta(Meta.Key.L4PROTO, 9),
            new Payload(Payload.Base.TRANSPORT, 2, 2, 10),
            new MapLookup(PORTS_AT, 1, 1),
            new DestinationNat(1, 9)),
        List.of(
            new Meta(Meta.Key.L4PROTO, 1),
            new Payload(Payload.Base.TRANSPORT, 2, 2, 9),
            new MapLookup(PORTS, 1, 1),
            new DestinationNat(1, 9)));
  }

  private static List<List<Expression>> inwardRules() {
    return List.of(
        List.of(
            new Conntrack(Conntrack.Key.STATE, 1),
            new Mask(1, Bytes.native32(ESTABLISHED_OR_RELATED)),
            new Compare(1, false, Bytes.native32(0)),
            new Decide(Verdict.ACCEPT)),
        List.of(
            new Meta(Meta.Key.IIFNAME, 1),
            new Meta(Meta.Key.OIFNAME, 2),
            new Lookup(TALKING, 1, true),
            new Decide(Verdict.ACCEPT)),
        rule(from(INTERNAL), List.of(new Decide(Verdict.DROP))),
        rule(towards(INTERNAL, true), List.of(new Decide(Verdict.DROP))),
        rule(published(), List.of(new Decide(Verdict.ACCEPT))),
        List.of(new Decide(Verdict.DROP)));
  }

  private static List<List<Expression>> postroutingRules() {
    return List.of(
        rule(
            List.of(
                new Meta(Meta.Key.OIFNAME, 1),
                new Payload(Payload.Base.NETWORK, 12, 4, 2),
                new Lookup(HAIRPIN, 1, true)),
            published(),
            List.of(new Masquerade())),
        rule(towards(BRIDGES, true), loopback(12), List.of(new Masquerade())),
        rule(from(MASQUERADED), towards(BRIDGES, false), List.of(new Masquerade())));
  }

  private static List<Expression> from(String set) {
    return List.of(new Meta(Meta.Key.IIFNAME, 1), new Lookup(set, 1, true));
  }

  private static List<Expression> towards(String set, boolean present) {
    return List.of(new Meta(Meta.Key.OIFNAME, 1), new Lookup(set, 1, present));
  }

  /// @param offset 12 for the source address, 16 for the destination
  private static List<Expression> loopback(int offset) {
    return List.of(
        new Payload(Payload.Base.NETWORK, offset, 1, 1), new Compare(1, true, new Bytes("7f")));
  }

  private static List<Expression> published() {
    return List.of(
        new Conntrack(Conntrack.Key.STATUS, 1),
        new Mask(1, Bytes.native32(STATUS_DST_NAT)),
        new Compare(1, false, Bytes.native32(0)));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  private static List<Expression> rule(List<Expression>... parts) {
    return Arrays.stream(parts).flatMap(List::stream).toList();
  }

  private static Map<String, List<Element>> elements(Networks.Network network) {
    NetworkSpec spec = network.spec();
    Bytes name = name(network.bridge());
    Map<String, List<Element>> elements = new LinkedHashMap<>();
    elements.put(BRIDGES, List.of(Element.of(name)));
    if (spec.internal()) {
      elements.put(INTERNAL, List.of(Element.of(name)));
    } else if (spec.masquerade()) {
      elements.put(MASQUERADED, List.of(Element.of(name)));
    }
    if (spec.interContainer()) {
      elements.put(TALKING, List.of(Element.of(join(name, name))));
    }
    Cidr subnet = Cidr.parse(network.subnet()).orElseThrow();
    elements.put(
        HAIRPIN,
        List.of(
            Element.range(join(name, address(subnet.base())), join(name, address(subnet.last())))));
    return elements;
  }

  private static Map<String, List<Element>> ports(List<Publication> publications) {
    Map<String, List<Element>> elements = new LinkedHashMap<>();
    for (Publication publication : publications) {
      Networks.PublishedPort port = publication.port();
      Bytes key = join(protocol(port.protocol()), service(port.hostPort()));
      Bytes value = join(address(publication.target()), service(port.containerPort()));
      boolean all = port.hostAddress().equals("0.0.0.0");
      if (!all) {
        key = join(address(Cidr.parseAddress(port.hostAddress()).orElseThrow()), key);
      }
      elements
          .computeIfAbsent(all ? PORTS : PORTS_AT, _ -> new ArrayList<>())
          .add(Element.entry(key, value));
    }
    return elements;
  }

  private static Bytes name(String link) {
    return new Bytes(
        HexFormat.of().formatHex(Arrays.copyOf(link.getBytes(StandardCharsets.US_ASCII), 16)));
  }

  private static Bytes address(int address) {
    return Bytes.of(Cidr.bytes(address));
  }

  /// Parts of a concatenation are padded to four bytes.
  private static Bytes protocol(String name) {
    return Bytes.of((byte) (name.equals("tcp") ? TCP : UDP), (byte) 0, (byte) 0, (byte) 0);
  }

  private static Bytes service(int port) {
    return Bytes.of((byte) (port >> 8), (byte) port, (byte) 0, (byte) 0);
  }

  private static Bytes join(Bytes first, Bytes second) {
    return new Bytes(first.hex() + second.hex());
  }
}

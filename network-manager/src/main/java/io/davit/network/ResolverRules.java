package io.davit.network;

import static io.davit.kernel.nftables.Expression.Bytes;

import io.davit.kernel.netlink.Request;
import io.davit.kernel.nftables.Expression;
import io.davit.kernel.nftables.Expression.Compare;
import io.davit.kernel.nftables.Expression.DestinationNat;
import io.davit.kernel.nftables.Expression.Immediate;
import io.davit.kernel.nftables.Expression.Meta;
import io.davit.kernel.nftables.Expression.Payload;
import io.davit.kernel.nftables.NftMessages;
import java.util.ArrayList;
import java.util.List;

/// The nftables inside a sandbox: 127.0.0.11 port 53 leads to the ports at which the resolver
/// really listens, so that a container can serve port 53 itself. Pure.
final class ResolverRules {
  private static final String CHAIN = "output";
  private static final int DNS_PORT = 53;
  private static final NftMessages MESSAGES = new NftMessages("davit-dns");

  private ResolverRules() {}

  /// For a namespace without such rules.
  static List<Request> install(int udpPort, int tcpPort) {
    return List.of(
        MESSAGES.newTable(),
        MESSAGES.newChain(CHAIN, NftMessages.Hook.NAT_OUTPUT),
        MESSAGES.newRule(CHAIN, redirect(17, udpPort)),
        MESSAGES.newRule(CHAIN, redirect(6, tcpPort)));
  }

  /// Replaces what an earlier engine left.
  static List<Request> replace(int udpPort, int tcpPort) {
    List<Request> all = new ArrayList<>(List.of(MESSAGES.newTable(), MESSAGES.deleteTable()));
    all.addAll(install(udpPort, tcpPort));
    return all;
  }

  static List<Expression> redirect(int protocol, int port) {
    return List.of(
        new Payload(Payload.Base.NETWORK, 16, 4, 1),
        new Compare(1, true, new Bytes("7f00000b")),
        new Meta(Meta.Key.L4PROTO, 1),
        new Compare(1, true, Bytes.of((byte) protocol)),
        new Payload(Payload.Base.TRANSPORT, 2, 2, 1),
        new Compare(1, true, Bytes.bigEndian16(DNS_PORT)),
        new Immediate(1, Bytes.bigEndian16(port)),
        new DestinationNat(0, 1));
  }
}

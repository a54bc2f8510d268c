package io.davit.kernel.nftables;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.netlink.NetlinkSession;
import io.davit.kernel.netlink.NetlinkSocket;
import io.davit.kernel.netlink.Reply;
import io.davit.kernel.netlink.Request;
import java.util.List;

/// nftables of one network namespace: that of the thread which opened the session. Safe for
/// concurrent use from any thread.
public final class NftSession implements AutoCloseable {
  private static final int NFGEN_BYTES = 4;
  private static final int ATTEMPTS = 20;

  private final NetlinkSession session;

  public NftSession(NetlinkSession session) {
    this.session = session;
  }

  /// @throws ErrnoException EPROTONOSUPPORT when the kernel was built without netfilter's netlink
  public static NftSession open() throws ErrnoException {
    return new NftSession(
        new NetlinkSession(
            NetlinkSocket.open(NetlinkSocket.Protocol.NETLINK_NETFILTER).withLargeSends()));
  }

  /// A chain of anybody's.
  ///
  /// @param hook its number, 2 is forward; -1 for one that others jump to
  /// @param policy what becomes of packets that no rule decides: 0 drop, 1 accept
  public record Chain(String table, String name, int hook, int policy) {
    private static final int FORWARD = 2;
    private static final int DROP = 0;

    public boolean dropsForwarded() {
      return hook == FORWARD && policy == DROP;
    }
  }

  /// All of the messages happen in one step, or none.
  ///
  /// @throws ErrnoException of the first message that the kernel refused
  public void commit(List<Request> messages) throws ErrnoException {
    for (int attempt = 1; ; attempt++) {
      try {
        session.transact(NftMessages.begin(), messages, NftMessages.end());
        return;
      } catch (ErrnoException e) {
        // EAGAIN: the kernel loaded a module in between and wants the transaction again; EINTR:
        // another one was committed meanwhile.
        boolean again = e.is(Errno.EAGAIN) || e.is(Errno.EINTR);
        if (!again || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /// The chains of family `ip`, also those that the `iptables` command made.
  public List<Chain> chains() throws ErrnoException {
    return session.dump(NftMessages.getChains()).stream().map(NftSession::chain).toList();
  }

  /// How many rules a table of family `ip` has; none when it is not there.
  public int rules(String table) throws ErrnoException {
    return session.dump(NftMessages.getRules(table)).size();
  }

  /// Makes connection tracking forget the flows of udp to a port; those of other ports stay.
  /// Kernels before 5.8 know no such filter.
  public void forgetUdpFlows(int port) throws ErrnoException {
    for (Reply flow : session.dump(ConntrackMessages.getUdpFlows(port))) {
      try {
        session.execute(ConntrackMessages.deleteFlow(flow.attributes(NFGEN_BYTES)));
      } catch (ErrnoException e) {
        // ENOENT: it ended by itself meanwhile.
        if (!e.is(Errno.ENOENT)) {
          throw e;
        }
      }
    }
  }

  private static Chain chain(Reply reply) {
    Reply.Attributes attributes = reply.attributes(NFGEN_BYTES);
    return new Chain(
        attributes.text(1).orElse(""),
        attributes.text(3).orElse(""),
        attributes.nested(4).bigEndian(1).orElse(-1),
        attributes.bigEndian(5).orElse(1));
  }

  @Override
  public void close() {
    session.close();
  }
}

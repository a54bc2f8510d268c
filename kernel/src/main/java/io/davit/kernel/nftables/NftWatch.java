package io.davit.kernel.nftables;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.event.EventLoop;
import io.davit.kernel.netlink.NetlinkSocket;
import io.davit.kernel.netlink.Reply;

/// Tells whenever a table of nftables, or a rule of it, was deleted, by whomever, in the network
/// namespace of the thread that opened it (nfnetlink's group `NFNLGRP_NFTABLES`).
public final class NftWatch implements AutoCloseable {
  private static final int NFNLGRP_NFTABLES = 7;
  private static final int NFGEN_BYTES = 4;

  private final String table;
  private final NetlinkSocket socket;
  private final EventLoop loop;

  private NftWatch(String table, NetlinkSocket socket, EventLoop loop) {
    this.table = table;
    this.socket = socket;
    this.loop = loop;
  }

  /// @param deleted called on a thread of the watch's own, also when it may have missed a deletion;
  ///   it may use nftables itself
  public static NftWatch open(String table, Runnable deleted) throws ErrnoException {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.Protocol.NETLINK_NETFILTER);
    try {
      socket.withNotices(NFNLGRP_NFTABLES);
      EventLoop loop = new EventLoop("nftables");
      NftWatch watch = new NftWatch(table, socket, loop);
      loop.execute(() -> watch.register(deleted));
      return watch;
    } catch (ErrnoException e) {
      socket.close();
      throw e;
    }
  }

  private void register(Runnable deleted) {
    try {
      var _ = loop.register(socket.fd(), EventLoop.READABLE, _ -> read(deleted));
    } catch (ErrnoException e) {
      throw new IllegalStateException("cannot watch nftables", e);
    }
  }

  private void read(Runnable deleted) {
    boolean told;
    try {
      told = Reply.parse(socket.receive()).stream().anyMatch(this::isDeletion);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOBUFS)) {
        throw new IllegalStateException("cannot read what nftables tells", e);
      }
      // More came than fits: what was lost may have been a deletion.
      told = true;
    }
    if (told) {
      deleted.run();
    }
  }

  private boolean isDeletion(Reply reply) {
    boolean deletion =
        reply.type() == NftMessages.DELETED_TABLE || reply.type() == NftMessages.DELETED_RULE;
    return deletion
        && reply
            .attributes(NFGEN_BYTES)
            .text(NftMessages.NFTA_TABLE)
            .filter(table::equals)
            .isPresent();
  }

  /// Safe to call twice.
  @Override
  public void close() {
    loop.close();
    socket.close();
  }
}

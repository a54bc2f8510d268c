package io.davit.kernel.nftables;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.event.EventLoop;
import io.davit.kernel.netlink.NetlinkSocket;
import io.davit.kernel.netlink.Reply;

/// Tells whenever a table of nftables was deleted, by whomever, in the network namespace of the
/// thread that opened it (nfnetlink's group `NFNLGRP_NFTABLES`).
public final class NftWatch implements AutoCloseable {
  private static final int NFNLGRP_NFTABLES = 7;

  private final NetlinkSocket socket;
  private final EventLoop loop;

  private NftWatch(NetlinkSocket socket, EventLoop loop) {
    this.socket = socket;
    this.loop = loop;
  }

  /// @param deleted called on a thread of the watch's own, also when it may have missed a deletion;
  ///   it may use nftables itself
  public static NftWatch open(Runnable deleted) throws ErrnoException {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.Protocol.NETLINK_NETFILTER);
    try {
      socket.withNotices(NFNLGRP_NFTABLES);
      EventLoop loop = new EventLoop("nftables");
      NftWatch watch = new NftWatch(socket, loop);
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
      told =
          Reply.parse(socket.receive()).stream()
              .anyMatch(reply -> reply.type() == NftMessages.DELETED_TABLE);
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

  /// Safe to call twice.
  @Override
  public void close() {
    loop.close();
    socket.close();
  }
}

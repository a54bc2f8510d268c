package io.davit.kernel.netlink;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A deletion of links that is told of each as soon as it is gone, by the kernel's own notices
/// (rtnetlink(7)): `RTM_DELLINK` to the group `RTNLGRP_LINK`, and for a link with an address
/// already `RTM_DELADDR` to `RTNLGRP_IPV4_IFADDR`, for it loses the address after it left the list
/// of links (`unregister_netdevice_many`). A bridge gives the former some 20 ms later, when the
/// last memory of its multicast groups is free (`rcu_barrier` in `br_multicast_dev_del`), and the
/// call returns as much later again (`netdev_run_todo`), which nobody needs to wait for.
///
/// One socket does both: a thread of its own stays in the call, while the caller reads what comes.
public final class LinkDeletion {
  private static final int AF_UNSPEC = 0;
  private static final int RTNLGRP_LINK = 1;
  private static final int RTNLGRP_IPV4_IFADDR = 5;
  private static final int SIOCGIFINDEX = 0x8933;
  private static final int SEQUENCE = 1;

  private final NetlinkSocket socket;
  private final Request request;
  private final CompletableFuture<Void> sent = new CompletableFuture<>();

  private LinkDeletion(NetlinkSocket socket, Request request) {
    this.socket = socket;
    this.request = request;
  }

  /// Prepares a deletion in the network namespace of the thread that calls this.
  ///
  /// @param request of [RouteMessages#deleteGroup] or [RouteMessages#deleteLink]
  public static LinkDeletion open(Request request) throws ErrnoException {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.Protocol.NETLINK_ROUTE);
    try {
      return new LinkDeletion(socket.withNotices(RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR), request);
    } catch (ErrnoException e) {
      socket.close();
      throw e;
    }
  }

  /// Deletes, and returns when all these links are gone. To be called once.
  ///
  /// @param links by name; those that are absent count as gone
  /// @param gone called for each that the kernel gave notice of
  /// @throws ErrnoException when the kernel refused
  public void delete(Collection<String> links, Consumer<String> gone) throws ErrnoException {
    CompletableFuture<Void> read = new CompletableFuture<>();
    var _ = CompletableFuture.allOf(sent, read).whenComplete((_, _) -> socket.close());
    Thread.ofPlatform().daemon().name("link-deletion").start(this::send);
    try {
      follow(new HashSet<>(links), gone);
    } finally {
      read.complete(null);
    }
  }

  private void send() {
    try {
      socket.send(
          request.encode(NetlinkSession.NLM_F_REQUEST | NetlinkSession.NLM_F_ACK, SEQUENCE));
      sent.complete(null);
    } catch (ErrnoException | RuntimeException e) {
      sent.completeExceptionally(e);
    }
  }

  /// Reads notices until the links are gone, or the answer to the call.
  private void follow(Set<String> remaining, Consumer<String> gone) throws ErrnoException {
    while (!remaining.isEmpty()) {
      try {
        for (Reply message : Reply.parse(socket.receive())) {
          if (message.type() == NetlinkSession.NLMSG_ERROR && message.sequence() == SEQUENCE) {
            finish(-message.payload().getInt(0));
            return;
          }
          deleted(message).filter(remaining::remove).ifPresent(gone);
        }
      } catch (ErrnoException e) {
        if (!e.is(Errno.ENOBUFS)) {
          throw e;
        }
        sent.join(); // notices were lost, perhaps the answer too: what remained is gone now
        return;
      }
    }
  }

  private void finish(int errno) throws ErrnoException {
    if (errno != 0 && errno != Errno.ENODEV.number()) {
      throw new ErrnoException(request.call(), errno, request.subject());
    }
  }

  /// The link that a message says is gone. A bridge that loses a port gives notice too, under its
  /// own family; and an address may go without its link.
  private Optional<String> deleted(Reply message) throws ErrnoException {
    return switch (message.type()) {
      case RouteMessages.RTM_DELLINK ->
          message.payload().get(0) == AF_UNSPEC
              ? message.attributes(RouteSession.IFINFO_BYTES).text(RouteMessages.IFLA_IFNAME)
              : Optional.empty();
      case RouteMessages.RTM_DELADDR -> {
        Optional<String> link =
            message.attributes(RouteSession.IFADDR_BYTES).text(RouteMessages.IFA_LABEL);
        yield link.isPresent() && isListed(link.get()) ? Optional.empty() : link;
      }
      default -> Optional.empty();
    };
  }

  /// Asked of the socket's own network namespace, and answered without the lock that the deletion
  /// holds (netdevice(7)).
  private boolean isListed(String link) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      long answer =
          Syscall.tryInvoke(
              SystemCall.IOCTL,
              socket.fd().number(),
              SIOCGIFINDEX,
              Syscall.address(LinkRequest.of(arena, link)));
      if (answer < 0 && -answer != Errno.ENODEV.number()) {
        throw new ErrnoException("SIOCGIFINDEX", (int) -answer, link);
      }
      return answer >= 0;
    }
  }
}

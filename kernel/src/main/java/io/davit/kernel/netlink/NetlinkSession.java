package io.davit.kernel.netlink;

import io.davit.kernel.ErrnoException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Requests and their answers over one transport. Safe for concurrent use: one exchange at a time.
public final class NetlinkSession implements AutoCloseable {
  public static final int NLM_F_REQUEST = 1;
  public static final int NLM_F_ACK = 4;
  public static final int NLM_F_DUMP = 0x300;
  public static final int NLM_F_REPLACE = 0x100;
  public static final int NLM_F_EXCL = 0x200;
  public static final int NLM_F_CREATE = 0x400;
  public static final int NLM_F_APPEND = 0x800;

  static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLM_F_DUMP_INTR = 0x10;
  private static final int NLM_F_ACK_TLVS = 0x200;
  private static final int NLMSGERR_ATTR_MSG = 1;
  private static final int ERROR_ATTRIBUTES_OFFSET = 4 + Request.HEADER_BYTES;

  private final NetlinkTransport transport;
  private int sequence;

  public NetlinkSession(NetlinkTransport transport) {
    this.transport = transport;
  }

  /// Sends all requests in one datagram. The kernel acts on each in turn, also on those after one
  /// that failed.
  ///
  /// @throws ErrnoException the first failure, in the kernel's words
  public synchronized void execute(List<Request> requests) throws ErrnoException {
    exchange(requests, requests.size() - 1);
  }

  public void execute(Request request) throws ErrnoException {
    execute(List.of(request));
  }

  /// Sends a transaction of netfilter: `begin`, the requests, `end`. All of it happens or nothing.
  public synchronized void transact(Request begin, List<Request> requests, Request end)
      throws ErrnoException {
    List<Request> all = new ArrayList<>(requests.size() + 2);
    all.add(begin);
    all.addAll(requests);
    all.add(end);
    exchange(all, all.size() - 2);
  }

  /// The one object that a request names.
  public synchronized Reply get(Request request) throws ErrnoException {
    int expected = ++sequence;
    transport.send(request.encode(NLM_F_REQUEST, expected));
    while (true) {
      for (Reply reply : Reply.parse(transport.receive())) {
        if (reply.sequence() == expected) {
          if (reply.type() == NLMSG_ERROR) {
            throw failure(request, -reply.payload().getInt(0), reply);
          }
          return reply;
        }
      }
    }
  }

  /// All objects that match a request.
  public synchronized List<Reply> dump(Request request) throws ErrnoException {
    while (true) {
      Optional<List<Reply>> replies = dumpOnce(request);
      if (replies.isPresent()) {
        return replies.get();
      }
    }
  }

  /// Sends requests, and reads until the one at `last` is acknowledged. Errors are reported for
  /// every message whether or not it asks for an acknowledgement, and in order.
  private void exchange(List<Request> requests, int last) throws ErrnoException {
    ByteArrayOutputStream datagram = new ByteArrayOutputStream();
    int first = sequence + 1;
    for (int i = 0; i < requests.size(); i++) {
      int flags = i == last ? NLM_F_REQUEST | NLM_F_ACK : NLM_F_REQUEST;
      datagram.writeBytes(requests.get(i).encode(flags, ++sequence));
    }
    transport.send(datagram.toByteArray());
    Optional<ErrnoException> failure = Optional.empty();
    while (true) {
      for (Reply reply : Reply.parse(transport.receive())) {
        int index = reply.sequence() - first;
        if (reply.type() != NLMSG_ERROR || index < 0 || index >= requests.size()) {
          continue;
        }
        int errno = -reply.payload().getInt(0);
        if (errno != 0 && failure.isEmpty()) {
          failure = Optional.of(failure(requests.get(index), errno, reply));
        }
        // A transaction that is refused as a whole is reported at its first message.
        if (index == last || (errno != 0 && index == 0)) {
          if (failure.isPresent()) {
            throw failure.get();
          }
          return;
        }
      }
    }
  }

  private Optional<List<Reply>> dumpOnce(Request request) throws ErrnoException {
    int expected = ++sequence;
    transport.send(request.encode(NLM_F_REQUEST | NLM_F_DUMP, expected));
    List<Reply> replies = new ArrayList<>();
    boolean interrupted = false;
    while (true) {
      for (Reply reply : Reply.parse(transport.receive())) {
        if (reply.sequence() != expected) {
          continue;
        }
        interrupted |= (reply.flags() & NLM_F_DUMP_INTR) != 0;
        if (reply.type() == NLMSG_DONE) {
          return interrupted ? Optional.empty() : Optional.of(replies);
        }
        if (reply.type() == NLMSG_ERROR) {
          throw failure(request, -reply.payload().getInt(0), reply);
        }
        replies.add(reply);
      }
    }
  }

  private static ErrnoException failure(Request request, int errno, Reply reply) {
    String explanation =
        (reply.flags() & NLM_F_ACK_TLVS) == 0
            ? ""
            : reply
                .attributes(ERROR_ATTRIBUTES_OFFSET)
                .text(NLMSGERR_ATTR_MSG)
                .map(text -> " (" + text + ")")
                .orElse("");
    return new ErrnoException(request.call(), errno, request.subject() + explanation);
  }

  @Override
  public void close() {
    transport.close();
  }
}

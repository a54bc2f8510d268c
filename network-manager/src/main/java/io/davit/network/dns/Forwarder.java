package io.davit.network.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Asks other servers over UDP for clients. Every question travels by a socket of its own, with a
/// random port and a random id, so that nobody can guess an answer. A truncated answer goes to the
/// client as it is: it asks again over TCP.
///
/// Confined to the [NameServer]'s thread.
final class Forwarder {
  static final int TIMEOUT_MILLIS = 4000;
  private static final int CONCURRENT = 1024;
  private static final int CONCURRENT_PER_SANDBOX = 256;
  private static final int REPLY_BYTES = 65_535;

  private final Selector selector;
  private final HostSockets host;
  private final RandomGenerator random;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(REPLY_BYTES);

  /// In the order of their deadlines: all wait equally long.
  private final Deque<Attempt> waiting = new ArrayDeque<>();

  private int open;

  Forwarder(Selector selector, HostSockets host, RandomGenerator random) {
    this.selector = selector;
    this.host = host;
    this.random = random;
  }

  /// A client that waits for an answer.
  private record Client(NameServer.Sandbox sandbox, SocketAddress address, DnsQuery query) {}

  /// A question on its way to one server.
  static final class Attempt {
    private final Client client;
    private final List<InetSocketAddress> rest;
    private final DatagramChannel channel;
    private final int id;
    private final long deadlineMillis;
    private boolean done;

    private Attempt(
        Client client,
        List<InetSocketAddress> rest,
        DatagramChannel channel,
        int id,
        long deadlineMillis) {
      this.client = client;
      this.rest = rest;
      this.channel = channel;
      this.id = id;
      this.deadlineMillis = deadlineMillis;
    }
  }

  void forward(
      NameServer.Sandbox sandbox,
      SocketAddress client,
      DnsQuery query,
      List<InetSocketAddress> servers,
      long nowMillis) {
    if (open >= CONCURRENT || sandbox.forwarded >= CONCURRENT_PER_SANDBOX) {
      sandbox.send(DnsReply.empty(query, DnsReply.SERVER_FAILURE), client);
      return;
    }
    ask(new Client(sandbox, client, query), servers, null, nowMillis);
  }

  /// Asks the first of the servers that can be reached at all.
  ///
  /// @param best what an earlier server said, for want of a better answer
  private void ask(
      Client client, List<InetSocketAddress> servers, byte @Nullable [] best, long nowMillis) {
    for (int i = 0; i < servers.size(); i++) {
      Optional<DatagramChannel> channel = connect(servers.get(i));
      if (channel.isEmpty()) {
        continue;
      }
      Attempt attempt =
          new Attempt(
              client,
              servers.subList(i + 1, servers.size()),
              channel.get(),
              random.nextInt(1 << 16),
              nowMillis + TIMEOUT_MILLIS);
      if (send(attempt)) {
        waiting.add(attempt);
        open++;
        client.sandbox().forwarded++;
        return;
      }
    }
    ByteBuffer answer =
        best == null
            ? DnsReply.empty(client.query(), DnsReply.SERVER_FAILURE)
            : ByteBuffer.wrap(best);
    client.sandbox().send(answer, client.address());
  }

  private Optional<DatagramChannel> connect(InetSocketAddress server) {
    try {
      return Optional.of(host.udp(server));
    } catch (IOException e) {
      // No route to that server: the next one may be reachable.
      return Optional.empty();
    }
  }

  private boolean send(Attempt attempt) {
    byte[] message = attempt.client.query().message().clone();
    message[0] = (byte) (attempt.id >> 8);
    message[1] = (byte) attempt.id;
    try {
      attempt.channel.configureBlocking(false);
      attempt.channel.write(ByteBuffer.wrap(message));
      attempt.channel.register(selector, SelectionKey.OP_READ, attempt);
      return true;
    } catch (IOException e) {
      close(attempt.channel);
      return false;
    }
  }

  /// An answer came, or an error in its place.
  void ready(Attempt attempt, long nowMillis) {
    buffer.clear();
    byte[] reply;
    try {
      if (attempt.channel.read(buffer) <= 0) {
        return;
      }
      reply = new byte[buffer.flip().remaining()];
      buffer.get(reply);
    } catch (IOException e) {
      // Connection refused: nobody listens there.
      finish(attempt);
      ask(attempt.client, attempt.rest, null, nowMillis);
      return;
    }
    DnsQuery query = attempt.client.query();
    if (!answers(reply, attempt.id, query)) {
      return;
    }
    finish(attempt);
    reply[0] = (byte) (query.id() >> 8);
    reply[1] = (byte) query.id();
    int code = reply[3] & 0xf;
    if (code == DnsReply.SERVER_FAILURE || code == DnsReply.REFUSED) {
      ask(attempt.client, attempt.rest, reply, nowMillis);
    } else {
      attempt.client.sandbox().send(ByteBuffer.wrap(reply), attempt.client.address());
    }
  }

  /// Whether a message is the answer to that question.
  static boolean answers(byte[] reply, int id, DnsQuery query) {
    int end = query.questionEnd();
    if (reply.length < DnsQuery.HEADER_BYTES
        || DnsQuery.word(reply, 0) != id
        || (reply[2] & 0x80) == 0) {
      return false;
    }
    // Some servers leave the question out of an error.
    return DnsQuery.word(reply, 4) == 0
        || (reply.length >= end
            && new String(
                    reply,
                    DnsQuery.HEADER_BYTES,
                    end - DnsQuery.HEADER_BYTES,
                    java.nio.charset.StandardCharsets.ISO_8859_1)
                .equalsIgnoreCase(
                    new String(query.question(), java.nio.charset.StandardCharsets.ISO_8859_1))
            && Arrays.equals(
                Arrays.copyOfRange(reply, end - 4, end),
                Arrays.copyOfRange(query.message(), end - 4, end)));
  }

  /// Turns to the next server for those that waited long enough.
  void expire(long nowMillis) {
    while (true) {
      Attempt first = waiting.peek();
      if (first == null || (!first.done && first.deadlineMillis > nowMillis)) {
        return;
      }
      waiting.remove();
      if (!first.done) {
        finish(first);
        ask(first.client, first.rest, null, nowMillis);
      }
    }
  }

  /// How long the selector may wait; 0: for ever.
  long patienceMillis(long nowMillis) {
    Attempt first = waiting.peek();
    return first == null ? 0 : Math.max(1, first.deadlineMillis - nowMillis);
  }

  private void finish(Attempt attempt) {
    if (!attempt.done) {
      attempt.done = true;
      open--;
      attempt.client.sandbox().forwarded--;
      close(attempt.channel);
    }
  }

  private static void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing depends on a socket that is given up.
      return;
    }
  }
}

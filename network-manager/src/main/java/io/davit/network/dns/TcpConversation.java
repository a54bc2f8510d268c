package io.davit.network.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One client's questions over TCP (RFC 7766): length and message, again and again. Runs on a
/// virtual thread of its own.
final class TcpConversation implements Runnable {
  private static final int IDLE_MILLIS = 10_000;
  private static final int LIMIT_BYTES = 65_535;

  private final SocketChannel channel;
  private final NameServer.Sandbox sandbox;
  private final Zone zone;
  private final Upstream upstream;
  private final HostSockets host;
  private final RandomGenerator random;

  TcpConversation(
      SocketChannel channel,
      NameServer.Sandbox sandbox,
      Zone zone,
      Upstream upstream,
      HostSockets host,
      RandomGenerator random) {
    this.channel = channel;
    this.sandbox = sandbox;
    this.zone = zone;
    this.upstream = upstream;
    this.host = host;
    this.random = random;
  }

  @Override
  public void run() {
    try (channel) {
      channel.configureBlocking(true);
      channel.socket().setSoTimeout(IDLE_MILLIS);
      DataInputStream in = new DataInputStream(channel.socket().getInputStream());
      DataOutputStream out = new DataOutputStream(channel.socket().getOutputStream());
      while (true) {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        Optional<DnsQuery> query = DnsQuery.parse(ByteBuffer.wrap(message));
        if (query.isEmpty()) {
          return;
        }
        write(out, answer(query.get()));
      }
    } catch (EOFException e) {
      return; // The client has no more questions.
    } catch (IOException e) {
      return; // It went away, or was silent for too long.
    } finally {
      sandbox.conversations.decrementAndGet();
    }
  }

  private byte[] answer(DnsQuery query) {
    Zone.View view = sandbox.view();
    Optional<ByteBuffer> known = zone.answer(view, query, LIMIT_BYTES);
    if (known.isPresent()) {
      return bytes(known.get());
    }
    List<InetSocketAddress> servers =
        view.servers().isEmpty() ? upstream.servers() : Upstream.addresses(view.servers());
    byte[] best = bytes(DnsReply.empty(query, DnsReply.SERVER_FAILURE));
    for (InetSocketAddress server : servers) {
      try {
        byte[] reply = ask(server, query);
        best = reply;
        int code = reply[3] & 0xf;
        if (code != DnsReply.SERVER_FAILURE && code != DnsReply.REFUSED) {
          return reply;
        }
      } catch (IOException e) {
        // The next server may answer.
      }
    }
    return best;
  }

  private byte[] ask(InetSocketAddress server, DnsQuery query) throws IOException {
    int id = random.nextInt(1 << 16);
    byte[] message = query.message().clone();
    message[0] = (byte) (id >> 8);
    message[1] = (byte) id;
    try (SocketChannel socket = host.tcp()) {
      socket.socket().connect(server, Forwarder.TIMEOUT_MILLIS);
      socket.socket().setSoTimeout(Forwarder.TIMEOUT_MILLIS);
      write(new DataOutputStream(socket.socket().getOutputStream()), message);
      DataInputStream in = new DataInputStream(socket.socket().getInputStream());
      byte[] reply = new byte[in.readUnsignedShort()];
      in.readFully(reply);
      if (!Forwarder.answers(reply, id, query)) {
        throw new IOException("an answer to another question from " + server);
      }
      reply[0] = (byte) (query.id() >> 8);
      reply[1] = (byte) query.id();
      return reply;
    }
  }

  private static void write(DataOutputStream out, byte[] message) throws IOException {
    ByteBuffer framed = ByteBuffer.allocate(2 + message.length);
    framed.putShort((short) message.length).put(message);
    out.write(framed.array());
    out.flush();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}

package io.davit.network;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.netns.NetworkNamespace;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// A name server on port 53 of a namespace that has the same answer for every A question.
final class FixedNameServer implements AutoCloseable {
  private final DatagramSocket socket;
  private final ServerSocket listener;
  private final int code;
  final AtomicInteger asked = new AtomicInteger();

  /// @param code the code of the answers; with 0 they hold 203.0.113.9
  FixedNameServer(Path namespace, String address, int code) throws IOException, ErrnoException {
    this.socket =
        new NetworkNamespace.Pinned(namespace)
            .call(() -> new DatagramSocket(new InetSocketAddress(address, 53)));
    this.code = code;
    this.listener =
        new NetworkNamespace.Pinned(namespace)
            .call(() -> new ServerSocket(53, 5, InetAddress.getByName(address)));
    Thread.ofPlatform().daemon().start(this::run);
    Thread.ofPlatform().daemon().start(this::runTcp);
  }

  private void runTcp() {
    while (true) {
      try (Socket client = listener.accept()) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte[] query = new byte[in.readUnsignedShort()];
        in.readFully(query);
        asked.incrementAndGet();
        byte[] answer = answer(query);
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        out.writeShort(answer.length);
        out.write(answer);
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void run() {
    byte[] buffer = new byte[512];
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        asked.incrementAndGet();
        byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private byte[] answer(byte[] query) {
    int end = 12;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    end += 5;
    byte[] record = {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 203, 0, 113, 9};
    byte[] reply = Arrays.copyOf(query, end + (code == 0 ? record.length : 0));
    reply[2] = (byte) 0x81;
    reply[3] = (byte) (0x80 | code);
    reply[7] = (byte) (code == 0 ? 1 : 0);
    reply[11] = 0;
    if (code == 0) {
      System.arraycopy(record, 0, reply, end, record.length);
    }
    return reply;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    socket.close();
  }
}

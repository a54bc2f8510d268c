package io.davit.kernel.netlink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/// A transport that records what is sent and answers with prepared datagrams.
public final class FakeTransport implements NetlinkTransport {
  public final List<String> sent = new ArrayList<>();
  private final Deque<byte[]> answers = new ArrayDeque<>();

  /// @param hex spaces and line ends are for the reader
  public FakeTransport answering(String hex) {
    answers.add(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    return this;
  }

  @Override
  public void send(byte[] datagram) {
    sent.add(HexFormat.of().formatHex(datagram));
  }

  @Override
  public byte[] receive() {
    return answers.remove();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

package io.davit.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.kernel.ErrnoException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class NetlinkSessionTest {
  private static final String ACK_1 =
      "24000000 0200 0001 01000000 00000000 00000000" + "00".repeat(16);
  private static final String ACK_2 =
      "24000000 0200 0001 02000000 00000000 00000000" + "00".repeat(16);

  @Test
  void aBridgeIsOneMessageWithKindAddressAndMtu() throws ErrnoException {
    FakeTransport transport = new FakeTransport().answering(ACK_1);
    new NetlinkSession(transport)
        .execute(RouteMessages.newBridge("dv1", "02:42:0a:40:00:01", 1500));
    assertThat(transport.sent)
        .containsExactly(
            hex(
                """
                4c000000 1000 0506 01000000 00000000
                00 00 0000 00000000 01000000 01000000
                0800 0300 64763100
                0a00 0100 02420a400001 0000
                0800 0400 dc050000
                1000 1280 0b00 0100 62726964676500 00
                """));
  }

  @Test
  void aVethPairNamesItsPeersNamespaceAndItsBridge() throws ErrnoException {
    FakeTransport transport = new FakeTransport().answering(ACK_1);
    new NetlinkSession(transport)
        .execute(RouteMessages.newVeth("dh1", 7, 1500, "eth0", "02:42:0a:40:00:02", 33));
    assertThat(transport.sent)
        .containsExactly(
            hex(
                """
                a8000000 1000 0506 01000000 00000000
                00 00 0000 00000000 01000000 01000000
                0800 1f00 01000000
                0800 2000 01000000
                0800 0300 64683100
                0800 0400 dc050000
                0800 0a00 07000000
                6000 1280
                  0900 0100 7665746800 000000
                  5000 0280
                    4c00 0180
                      00 00 0000 00000000 00000000 00000000
                      0800 1f00 01000000
                      0800 2000 01000000
                      0900 0300 6574683000 000000
                      0a00 0100 02420a400002 0000
                      0800 0400 dc050000
                      0800 1c00 21000000
                """));
  }

  @Test
  void severalRequestsTravelTogetherAndOnlyTheLastAsksForAnAnswer() throws ErrnoException {
    FakeTransport transport = new FakeTransport().answering(ACK_2);
    new NetlinkSession(transport).execute(List.of(RouteMessages.setUp(1), RouteMessages.setUp(2)));
    assertThat(transport.sent)
        .containsExactly(
            hex(
                """
                20000000 1300 0100 01000000 00000000 00 00 0000 01000000 01000000 01000000
                20000000 1300 0500 02000000 00000000 00 00 0000 02000000 01000000 01000000
                """));
  }

  @Test
  void theKernelsOwnExplanationIsInTheError() throws Exception {
    var gateway = (java.net.Inet4Address) java.net.InetAddress.getByName("10.9.9.9");
    FakeTransport transport =
        new FakeTransport()
            .answering(
                """
                40000000 0200 0003 01000000 00000000 9bffffff
                20000000 1800 0505 01000000 00000000
                1a00 0100 4e6578746861702068617320696e76616c6964 206700 0000
                """);
    assertThatThrownBy(
            () ->
                new NetlinkSession(transport)
                    .execute(RouteMessages.newDefaultRoute(gateway, OptionalInt.empty())))
        .hasMessage(
            "RTM_NEWROUTE default by 10.9.9.9 (Nexthap has invalid g): ENETUNREACH (network is"
                + " unreachable)");
  }

  @Test
  void anErrorOfAnEarlierRequestIsReportedThoughTheLastSucceeds() {
    FakeTransport transport =
        new FakeTransport()
            .answering(
                "24000000 0200 0001 01000000 00000000 edffffff"
                    + "00".repeat(16)
                    + ACK_2.replace(" ", ""));
    NetlinkSession session = new NetlinkSession(transport);
    assertThatThrownBy(
            () -> session.execute(List.of(RouteMessages.setUp(1), RouteMessages.setUp(2))))
        .hasMessage("RTM_SETLINK link 1: ENODEV (no such device)");
  }

  private static String hex(String text) {
    return text.replaceAll("\\s", "");
  }
}

package io.davit.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.network.Cidr;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is answered, byte for byte where it matters.
final class ZoneTest {
  private static final Zone.View VIEW =
      new Zone.View(List.of("n1", "n2"), Map.of(), List.of(cidr("10.64.0.0/24")), List.of(), true);
  private static final Zone.View INTERNAL =
      new Zone.View(List.of("n1"), Map.of(), List.of(cidr("10.64.0.0/24")), List.of(), false);

  private final NameTable names = new NameTable();
  private final Zone zone = new Zone(names, new Random(1));

  private static Cidr cidr(String text) {
    return Cidr.parse(text).orElseThrow();
  }

  private static int address(String text) {
    return Cidr.parseAddress(text).orElseThrow();
  }

  @BeforeEach
  void shop() {
    names.addNetwork("n1", "Shop_default");
    names.addNetwork("n2", "other");
    names.add("n1", address("10.64.0.2"), List.of("shop-api-1", "api"));
    names.add("n1", address("10.64.0.3"), List.of("shop-api-2", "API"));
    names.add("n2", address("10.64.1.2"), List.of("api", "db"));
  }

  /// A query with id 0x1234 and recursion desired.
  private static DnsQuery query(String name, int type) {
    return DnsQuery.parse(ByteBuffer.wrap(message(name, type, false))).orElseThrow();
  }

  private static byte[] message(String name, int type, boolean edns) {
    ByteBuffer buffer = ByteBuffer.allocate(300);
    buffer.putShort((short) 0x1234).putShort((short) 0x0100).putShort((short) 1);
    buffer.putShort((short) 0).putShort((short) 0).putShort((short) (edns ? 1 : 0));
    for (String label : name.split("\\.", -1)) {
      buffer.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    buffer.put((byte) 0).putShort((short) type).putShort((short) 1);
    if (edns) {
      buffer
          .put((byte) 0)
          .putShort((short) 41)
          .putShort((short) 1232)
          .putInt(0)
          .putShort((short) 0);
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private static String hex(Optional<ByteBuffer> reply) {
    ByteBuffer buffer = reply.orElseThrow();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static int code(Optional<ByteBuffer> reply) {
    return reply.orElseThrow().get(3) & 0xf;
  }

  private static int answers(Optional<ByteBuffer> reply) {
    return reply.orElseThrow().getShort(6);
  }

  @Test
  void anAddressIsAnsweredWithAShortLife() {
    assertThat(hex(zone.answer(VIEW, query("Db", DnsQuery.A), 512)))
        .isEqualTo(
            """
            1234 8580 0001 0001 0000 0000
            02 4462 00 0001 0001
            c00c 0001 0001 00000003 0004 0a400102
            """
                .replaceAll("\\s", ""));
  }

  @Test
  void allReplicasAnswerInAnOrderThatChanges() {
    Set<String> orders = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      Optional<ByteBuffer> reply = zone.answer(VIEW, query("api", DnsQuery.A), 512);
      assertThat(answers(reply)).isEqualTo(2);
      orders.add(hex(reply));
    }
    assertThat(orders).hasSize(2);
  }

  @Test
  void theFirstNetworkThatKnowsANameAnswersUnlessOneIsNamed() {
    assertThat(answers(zone.answer(VIEW, query("api.other", DnsQuery.A), 512))).isEqualTo(1);
    assertThat(answers(zone.answer(VIEW, query("api.SHOP_default", DnsQuery.A), 512))).isEqualTo(2);
    assertThat(zone.answer(INTERNAL, query("db", DnsQuery.A), 512).map(reply -> reply.get(3) & 0xf))
        .contains(DnsReply.NO_SUCH_NAME);
  }

  @Test
  void aLinkIsANameForOneAlone() {
    List<Cidr> subnets = List.of(cidr("10.64.0.0/24"));
    Zone.View linking =
        new Zone.View(
            List.of("n1"), Map.of("backend", "api", "api", "gone"), subnets, List.of(), true);
    assertThat(answers(zone.answer(linking, query("Backend", DnsQuery.A), 512))).isEqualTo(2);
    assertThat(zone.answer(VIEW, query("backend", DnsQuery.A), 512)).isEmpty();
    assertThat(zone.answer(linking, query("api", DnsQuery.A), 512))
        .as("what a name stands for may not be there; no other takes its place")
        .isEmpty();
  }

  @Test
  void aKnownNameWithoutThatTypeIsNoError() {
    for (int type : new int[] {DnsQuery.AAAA, 15, 16, 33}) {
      Optional<ByteBuffer> reply = zone.answer(VIEW, query("api", type), 512);
      assertThat(code(reply)).isZero();
      assertThat(answers(reply)).isZero();
    }
  }

  @Test
  void anAddressLeadsBackToItsContainer() {
    Optional<ByteBuffer> reply =
        zone.answer(VIEW, query("2.0.64.10.in-addr.arpa", DnsQuery.PTR), 512);
    assertThat(hex(reply))
        .endsWith(
            HexFormat.of()
                .formatHex("\nshop-api-1\fshop_default\0".getBytes(StandardCharsets.US_ASCII)));
    assertThat(code(zone.answer(VIEW, query("9.0.64.10.in-addr.arpa", DnsQuery.PTR), 512)))
        .isEqualTo(DnsReply.NO_SUCH_NAME);
    assertThat(zone.answer(VIEW, query("8.8.8.8.in-addr.arpa", DnsQuery.PTR), 512)).isEmpty();
  }

  @Test
  void othersAreForwardedButNotFromAnInternalNetwork() {
    assertThat(zone.answer(VIEW, query("example.test", DnsQuery.A), 512)).isEmpty();
    assertThat(code(zone.answer(INTERNAL, query("example.test", DnsQuery.A), 512)))
        .isEqualTo(DnsReply.SERVER_FAILURE);
    assertThat(code(zone.answer(INTERNAL, query("nobody", DnsQuery.A), 512)))
        .isEqualTo(DnsReply.NO_SUCH_NAME);
  }

  @Test
  void whatDoesNotFitIsLeftOutAndSaidSo() {
    for (int i = 10; i < 90; i++) {
      names.add("n1", address("10.64.0." + i), List.of("many"));
    }
    ByteBuffer udp = zone.answer(VIEW, query("many", DnsQuery.A), 512).orElseThrow();
    assertThat(udp.remaining()).isLessThanOrEqualTo(512);
    assertThat(udp.getShort(2) & 0x0200).isNotZero();
    ByteBuffer tcp = zone.answer(VIEW, query("many", DnsQuery.A), 65_535).orElseThrow();
    assertThat(tcp.getShort(6)).isEqualTo((short) 80);
    assertThat(tcp.getShort(2) & 0x0200).isZero();
  }

  @Test
  void aClientWithEdnsGetsLargerAnswersAndAnOptRecord() {
    DnsQuery query =
        DnsQuery.parse(ByteBuffer.wrap(message("api", DnsQuery.A, true))).orElseThrow();
    assertThat(DnsReply.udpLimit(query)).isEqualTo(1232);
    assertThat(hex(zone.answer(VIEW, query, 1232))).endsWith("0000291000" + "0000000000" + "00");
  }

  @Test
  void namesThatAreGoneAreUnknown() {
    names.remove("n1", address("10.64.0.2"));
    assertThat(answers(zone.answer(INTERNAL, query("api", DnsQuery.A), 512))).isEqualTo(1);
    names.remove("n1", address("10.64.0.3"));
    assertThat(code(zone.answer(INTERNAL, query("api", DnsQuery.A), 512)))
        .isEqualTo(DnsReply.NO_SUCH_NAME);
  }

  @Test
  void messagesThatAreNoQueriesAreNotAnswered() {
    byte[] query = message("api", DnsQuery.A, false);
    for (int length = 0; length < query.length; length++) {
      assertThat(DnsQuery.parse(ByteBuffer.wrap(query, 0, length))).isEmpty();
    }
    query[2] |= (byte) 0x80;
    assertThat(DnsQuery.parse(ByteBuffer.wrap(query))).isEmpty();
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      DnsQuery.parse(ByteBuffer.wrap(noise))
          .ifPresent(parsed -> assertThat(zone.answer(INTERNAL, parsed, 512)).isPresent());
    }
  }

  @Test
  void onlyTheAnswerToTheQuestionIsTaken() {
    DnsQuery query = query("example.test", DnsQuery.A);
    byte[] reply = message("EXAMPLE.test", DnsQuery.A, false);
    reply[2] |= (byte) 0x80;
    assertThat(Forwarder.answers(reply, 0x1234, query)).isTrue();
    assertThat(Forwarder.answers(reply, 0x1235, query)).isFalse();
    assertThat(Forwarder.answers(message("example.test", DnsQuery.A, false), 0x1234, query))
        .isFalse();
    byte[] other = message("example.tset", DnsQuery.A, false);
    other[2] |= (byte) 0x80;
    assertThat(Forwarder.answers(other, 0x1234, query)).isFalse();
  }
}

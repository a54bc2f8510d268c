package io.davit.kernel.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.kernel.netlink.FakeTransport;
import io.davit.kernel.netlink.NetlinkSession;
import io.davit.kernel.netns.NetworkNamespace;
import io.davit.kernel.nftables.Expression.Bytes;
import io.davit.kernel.nftables.Expression.Compare;
import io.davit.kernel.nftables.Expression.Decide;
import io.davit.kernel.nftables.Expression.Payload;
import io.davit.kernel.nftables.Expression.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NftSessionTest {
  private static final NftMessages MESSAGES = new NftMessages("t");

  @Test
  void aTransactionIsOneDatagramBetweenItsTwoMarks() throws Exception {
    FakeTransport transport =
        new FakeTransport()
            .answering("24000000 0200 0001 02000000 00000000 00000000" + "00".repeat(16));
    new NftSession(new NetlinkSession(transport)).commit(List.of(MESSAGES.newTable()));
    assertThat(transport.sent)
        .containsExactly(
            """
            14000000 1000 0100 01000000 00000000 00 00 000a
            1c000000 000a 0504 02000000 00000000 02 00 0000 0600 0100 7400 0000
            14000000 1100 0100 03000000 00000000 00 00 000a
            """
                .replaceAll("\\s", ""));
  }

  @Test
  void expressionsPrintThemselvesAsNftDoes() {
    assertThat(
            List.of(
                new Payload(Payload.Base.NETWORK, 16, 4, 1),
                new Compare(1, true, Bytes.of((byte) 127, (byte) 0, (byte) 0, (byte) 11)),
                new Decide(Verdict.jump("there"))))
        .map(Object::toString)
        .containsExactly(
            "[ payload load 4b @ network header + 16 => reg 1 ]",
            "[ cmp eq reg 1 0x7f00000b ]",
            "[ immediate reg 0 jump -> there ]");
  }

  @Test
  @Tag("kernel")
  void aRefusedMessageUndoesItsTransaction(@TempDir Path directory) throws Exception {
    Path pin = directory.resolve("netns");
    try (NftSession session = NetworkNamespace.create(pin, NftSession::open)) {
      session.commit(
          List.of(MESSAGES.newTable(), MESSAGES.newChain("c", NftMessages.Hook.FILTER_FORWARD)));
      assertThat(session.chains()).containsExactly(new NftSession.Chain("t", "c", 2, 1));
      assertThatThrownBy(
              () ->
                  session.commit(
                      List.of(
                          MESSAGES.deleteTable(),
                          MESSAGES.newTable(),
                          MESSAGES.newRule("nowhere", List.of(new Decide(Verdict.DROP))))))
          .hasMessageContaining("NFT_MSG_NEWRULE table t, nowhere")
          .hasMessageContaining("ENOENT");
      assertThat(session.chains()).hasSize(1);
    } finally {
      NetworkNamespace.unpin(pin);
    }
  }
}

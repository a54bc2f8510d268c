package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The rules as text, in the form of `nft --debug=netlink`.
final class HostRulesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/io/davit/network/host-rules.txt");

  @Test
  void theRulesOfTheHostAreThese() throws IOException {
    String text =
        HostRules.rules().entrySet().stream()
            .map(
                chain ->
                    chain.getKey()
                        + "\n"
                        + chain.getValue().stream()
                            .map(
                                rule ->
                                    rule.stream()
                                        .map(expression -> "    " + expression + "\n")
                                        .collect(Collectors.joining()))
                            .collect(Collectors.joining("\n")))
            .collect(Collectors.joining("\n"));
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, text);
    }
    assertThat(text).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void aSandboxesResolverIsReachedAtPort53() {
    assertThat(ResolverRules.redirect(17, 40000))
        .map(Object::toString)
        .containsExactly(
            "[ payload load 4b @ network header + 16 => reg 1 ]",
            "[ cmp eq reg 1 0x7f00000b ]",
            "[ meta load l4proto => reg 1 ]",
            "[ cmp eq reg 1 0x11 ]",
            "[ payload load 2b @ transport header + 2 => reg 1 ]",
            "[ cmp eq reg 1 0x0035 ]",
            "[ immediate reg 1 0x9c40 ]",
            "[ nat dnat ip proto_min reg 1 ]");
  }
}

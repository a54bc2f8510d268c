package io.davit.executor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.problem.InvalidInput;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class DetachKeysTest {
  private static final String CTRL_P = "\u0010";
  private static final String CTRL_Q = "\u0011";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String passed(DetachKeys.Typed typed) {
    return new String(typed.passed(), StandardCharsets.UTF_8);
  }

  @Test
  void theSequenceDetachesAlsoInTwoPieces() {
    DetachKeys keys = DetachKeys.parse("");
    DetachKeys.Typed first = keys.scan(bytes("ls" + CTRL_P));
    assertThat(passed(first)).isEqualTo("ls");
    assertThat(first.detached()).isFalse();
    assertThat(keys.scan(bytes(CTRL_Q)).detached()).isTrue();
  }

  @Test
  void aPrefixThatGoesOnDifferentlyIsPassed() {
    DetachKeys keys = DetachKeys.parse("ctrl-p,ctrl-q");
    assertThat(passed(keys.scan(bytes(CTRL_P)))).isEmpty();
    assertThat(passed(keys.scan(bytes("x")))).isEqualTo(CTRL_P + "x");
    assertThat(passed(keys.scan(bytes(CTRL_P + CTRL_P)))).isEqualTo(CTRL_P);
  }

  @Test
  void otherKeysMayBeChosen() {
    assertThat(DetachKeys.parse("ctrl-a,d").scan(bytes("\u0001d")).detached()).isTrue();
    assertThat(DetachKeys.none().scan(bytes(CTRL_P + CTRL_Q)).detached()).isFalse();
    assertThatThrownBy(() -> DetachKeys.parse("meta-x")).isInstanceOf(InvalidInput.class);
  }
}

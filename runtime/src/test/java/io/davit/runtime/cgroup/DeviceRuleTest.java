package io.davit.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.problem.InvalidInput;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeviceRuleTest {
  @Test
  void isParsedAndPrintedAsTheKernelWritesIt() {
    assertThat(DeviceRule.parse("c 1:3 mr")).isEqualTo(new DeviceRule('c', 1, 3, "mr"));
    assertThat(DeviceRule.parse("b *:* m").text()).isEqualTo("b *:* m");
    assertThat(DeviceRule.parse("c 136:* rwm").text()).isEqualTo("c 136:* rwm");
  }

  @Test
  void sayWhatARuleLooksLike() {
    assertThatThrownBy(() -> DeviceRule.parse("x 1:3 rw"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("device rule \"x 1:3 rw\" is not of the form TYPE MAJOR:MINOR ACCESS");
  }

  /// `if (type == 2 && (access & ~2) == 0 && major == 1 && minor == 3) return 1; return 0;`
  @Test
  void becomesAFilterThatAllowsOnlyWhatItNames() {
    String hex =
        HexFormat.ofDelimiter(" ")
            .formatHex(DeviceProgram.compile(List.of(new DeviceRule('c', 1, 3, "r"))));
    assertThat(hex)
        .isEqualTo(
            String.join(
                " ",
                "61 12 00 00 00 00 00 00",
                "bf 23 00 00 00 00 00 00",
                "57 02 00 00 ff ff 00 00",
                "77 03 00 00 10 00 00 00",
                "61 14 04 00 00 00 00 00",
                "61 15 08 00 00 00 00 00",
                "55 02 07 00 02 00 00 00",
                "bf 36 00 00 00 00 00 00",
                "57 06 00 00 02 00 00 00",
                "5d 36 04 00 00 00 00 00",
                "55 04 03 00 01 00 00 00",
                "55 05 02 00 03 00 00 00",
                "b7 00 00 00 01 00 00 00",
                "95 00 00 00 00 00 00 00",
                "b7 00 00 00 00 00 00 00",
                "95 00 00 00 00 00 00 00"));
  }
}
